# Làm ngay một bản sao lưu vào một thư mục, ví dụ ổ USB: SAO-LUU.cmd E:\sao-luu
param([Parameter(Mandatory = $true)][string]$Folder)
. (Join-Path $PSScriptRoot 'common.ps1')
Assert-Administrator
Invoke-Tracker @('backup', $Folder)
Write-Done "Đã sao lưu vào $Folder. Rút ổ bằng Safely Remove Hardware."
