# Gỡ chương trình khỏi máy này. Dữ liệu và bản sao lưu giữ nguyên.
. (Join-Path $PSScriptRoot 'common.ps1')
Assert-Administrator
Stop-Program
Unregister-ScheduledTask -TaskName $TaskName -Confirm:$false -ErrorAction SilentlyContinue
Remove-NetFirewallRule -DisplayName $RuleName -ErrorAction SilentlyContinue
if (Test-Path $Program) { Remove-Item -Recurse -Force $Program }
Write-Done "Đã gỡ. Dữ liệu còn ở $Data."
