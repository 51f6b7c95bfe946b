; Inno Setup 6: an installer of the portable folder, for one user and without administrator's rights.
;   iscc /DVersion=0.1.0 packaging\windows\annotator.iss
; Windows knows a file by its last suffix only. Annotation files end in .json, which belongs to other programs too, so nothing
; is taken over: Annotator is offered under "Open with".

#ifndef Version
  #error Say which version:  iscc /DVersion=0.1.0 annotator.iss
#endif

[Setup]
AppId={{5B1D5B2E-4B5F-4B0E-9C59-6B4F1C0C7E31}
AppName=Annotator
AppVersion={#Version}
AppPublisher=The Annotator developers
DefaultDirName={autopf}\Annotator
DefaultGroupName=Annotator
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=annotator-{#Version}-setup
SetupIconFile=..\..\build\icons\annotator.ico
UninstallDisplayIcon={app}\annotatorw.exe
LicenseFile=..\..\LICENSE
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes

[Files]
Source: "..\..\build\portable\annotator\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Annotator"; Filename: "{app}\annotatorw.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Annotator"
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\shell\open\command"; ValueType: string; ValueData: """{app}\annotatorw.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".json"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".txt"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".md"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".html"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".htm"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".xhtml"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".docx"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".odt"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".rtf"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".pdf"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\annotatorw.exe\SupportedTypes"; ValueType: string; ValueName: ".eml"; ValueData: ""

[Run]
Filename: "{app}\annotatorw.exe"; Description: "Start Annotator"; Flags: nowait postinstall skipifsilent
