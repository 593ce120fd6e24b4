/* Switches of the environment, read as the command line reads them (src/settings.ts). */
#ifndef VMGL_GUEST_SETTING_H
#define VMGL_GUEST_SETTING_H

#include <stdbool.h>
#include <stdlib.h>
#include <strings.h>

/* Whether the variable holds 1, yes, true or on, in any case of letters. */
static inline bool vmgl_setting(const char *name) {
	static const char *const yes[] = {"1", "yes", "true", "on"};
	const char *value = getenv(name);
	for (size_t i = 0; value && i < sizeof yes / sizeof *yes; i++)
		if (strcasecmp(value, yes[i]) == 0)
			return true;
	return false;
}

#endif
