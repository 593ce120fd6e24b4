/** The xorg.conf of a desktop without a monitor: the dummy driver, TigerVNC's module, no devices of the machine. */

interface Desktop {
  width: number;
  height: number;
  depth: number;
  modulePath: string[];
  modules: { names: string[] } | undefined;
  /** Of the VNC module; they are read from Section "Screen". */
  options: [name: string, value: string][];
}

export function xorgConfig({ width, height, depth, modulePath, modules, options }: Desktop): string {
  return `Section "ServerFlags"
	Option "AutoAddDevices" "false"
	Option "AutoEnableDevices" "false"
	Option "AutoAddGPU" "false"
	Option "DontVTSwitch" "true"
EndSection
Section "Files"
${modulePath.map((folder) => `	ModulePath "${folder}"\n`).join('')}EndSection
Section "Module"
	Load "vnc"
${(modules?.names ?? []).map((name) => `	Load "${name}"\n`).join('')}EndSection
Section "Device"
	Identifier "vmgl"
	Driver "dummy"
	VideoRam ${Math.ceil((width * height * 4) / 1024) + 1024}
EndSection
Section "Monitor"
	Identifier "vmgl"
	HorizSync 1.0-2000.0
	VertRefresh 1.0-1000.0
	${modeline(width, height)}
EndSection
Section "Screen"
	Identifier "vmgl"
	Device "vmgl"
	Monitor "vmgl"
	DefaultDepth ${depth}
${options.map(([name, value]) => `	Option "${name}" "${value}"\n`).join('')}	SubSection "Display"
		Depth ${depth}
		Modes "${width}x${height}"
		Virtual ${width} ${height}
	EndSubSection
EndSection
Section "ServerLayout"
	Identifier "vmgl"
	Screen "vmgl"
EndSection
`;
}

/** Nothing is lit, but the dummy driver wants a pixel clock between 11 and 300 MHz. */
function modeline(width: number, height: number): string {
  const horizontal = [width, width + 16, width + 32, width + 64];
  const vertical = [height, height + 4, height + 8, height + 16];
  const pixels = (width + 64) * (height + 16);
  const refresh = Math.max(1, Math.min(60, 290e6 / pixels));
  const clock = Math.max(12, (pixels * refresh) / 1e6);
  return `Modeline "${width}x${height}" ${clock.toFixed(2)} ${[...horizontal, ...vertical].join(' ')}`;
}
