# Cài bản mới từ thư mục này. Sao lưu trước; hỏng thì bản sao lưu còn nguyên. Hướng dẫn: deploy\CAI-DAT-WINDOWS.md
param([int]$Port = 8000)
. (Join-Path $PSScriptRoot 'common.ps1')
Assert-Administrator
if (-not (Test-Path $Tracker)) {
    Stop-WithAdvice 'Chưa cài hệ thống trên máy này.' 'Chạy CAI-DAT.cmd trước.'
}
Invoke-Tracker @('backup', (Join-Path $Data 'sao-luu'))
Write-Done 'Đã sao lưu.'
Stop-Program
Install-Program
Invoke-Tracker @('init')
Start-Program $Port
Invoke-Tracker @('--version')
Invoke-Tracker @('check')
