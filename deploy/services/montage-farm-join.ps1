# Has Windows start a worker with the machine, as the user who runs this, and start it again when it ends. See README.md beside this file.
# Montage AI does not speak to Windows' service manager, so it is a task that starts with the machine, and no service.
param(
  [string] $Program = "$env:ProgramFiles\MontageAI\montage-ai.exe",
  [string] $Link = "$env:ProgramData\MontageAI\farm-link"
)
$ErrorActionPreference = 'Stop'
$action = New-ScheduledTaskAction -Execute $Program -Argument "farm join `"@$Link`" --apart"
$trigger = New-ScheduledTaskTrigger -AtStartup
$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
  -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -Priority 7
$user = New-ScheduledTaskPrincipal -UserId "$env:USERDOMAIN\$env:USERNAME" -LogonType S4U
Register-ScheduledTask -TaskName 'Montage AI farm' -Action $action -Trigger $trigger -Settings $settings -Principal $user
Start-ScheduledTask -TaskName 'Montage AI farm'
