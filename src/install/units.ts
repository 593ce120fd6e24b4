/** The systemd units of the stub. They are put in place, never enabled or started: that is the administrator's. */

/** Settings that keep a service from what the stub has no use for, and that a user's own systemd can apply as well. */
const forAll = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_VSOCK AF_NETLINK',
  'SystemCallArchitectures=native',
];

/** Not MemoryDenyWriteExecute (drivers compile shaders to code), nor PrivateDevices (the GPU is a device). */
const forSystem = [
  'CapabilityBoundingSet=',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  'ProtectClock=yes',
  'ProtectControlGroups=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'RestrictNamespaces=yes',
  // Beside what services need, what the renderer's own sandbox is made with.
  'SystemCallFilter=@system-service landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp',
  'SystemCallErrorNumber=EPERM',
  'UMask=0077',
];

/** Serves from boot on, without a display, as a user of its own who is in the GPU's groups. */
export function systemUnit(vmgl: string): string {
  return `# Written by \`vmgl install --host\`. Settings (VMGL_LISTEN, VMGL_TOKEN_FILE, VMGL_GPU …) belong in
# /etc/default/vmgl-stub; what this file must have different, in a drop-in: systemctl edit vmgl-stub
[Unit]
Description=OpenGL for guests (vmgl stub)
After=network.target

[Service]
EnvironmentFile=-/etc/default/vmgl-stub
ExecStart=${vmgl} stub --headless
Restart=on-failure
DynamicUser=yes
SupplementaryGroups=video render
RuntimeDirectory=vmgl-stub
CacheDirectory=vmgl-stub
Environment=XDG_RUNTIME_DIR=/run/vmgl-stub XDG_CACHE_HOME=/var/cache/vmgl-stub
${[...forAll, ...forSystem].join('\n')}

[Install]
WantedBy=multi-user.target
`;
}

/** Serves while its user is logged in, on that user's display if the session has told systemd of it. */
export function userUnit(vmgl: string): string {
  return `# Written by \`vmgl install --host\`. Settings belong in ~/.config/vmgl-stub.conf; what this file must have
# different, in a drop-in: systemctl --user edit vmgl-stub
[Unit]
Description=OpenGL for guests (vmgl stub)

[Service]
EnvironmentFile=-%E/vmgl-stub.conf
ExecStart=${vmgl} stub
Restart=on-failure
${forAll.join('\n')}

[Install]
WantedBy=default.target
`;
}
