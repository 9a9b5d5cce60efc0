Describe 'Get-SegDevice' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $devices = @(Get-SegDevice)
    }

    It 'lists the processor as available' {
        $cpu = $devices | Where-Object Name -EQ cpu
        $cpu.Kind | Should -Be 'Cpu'
        $cpu.Available | Should -BeTrue
        $cpu.Description | Should -BeLike "$([Environment]::ProcessorCount) cores*"
        $cpu.Memory | Should -BeGreaterThan 1e8
    }

    It 'lists XGBoost, the tensor library, and cards or their absence' {
        $devices.Name | Should -Contain 'xgboost'
        $devices.Name | Should -Contain 'libtorch'
        @($devices | Where-Object Kind -EQ Cuda).Count | Should -BeGreaterThan 0
    }

    It 'gives path and version of what was found' {
        $devices | Where-Object { $_.Kind -eq 'Library' -and $_.Available } | ForEach-Object {
            $_.Version | Should -Match '^\d+\.\d+'
            Test-Path -LiteralPath $_.Path | Should -BeTrue
        }
    }

    It 'says of everything that is missing why, where it looked, and what to do' {
        $devices | Where-Object Available -EQ $false | ForEach-Object {
            $_.Reason | Should -Not -BeNullOrEmpty -Because "$($_.Name) is missing"
            $_.Remedy | Should -Not -BeNullOrEmpty -Because "$($_.Name) is missing"
            if ($_.Kind -eq 'Library') { @($_.Searched).Count | Should -BeGreaterThan 0 }
        }
    }

    It 'shows a table of one line for each, which a console of 120 columns holds' {
        $lines = @(($devices | Format-Table | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ -match '\S' })
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $lines.Count | Should -Be (2 + $devices.Count)
    }

    It 'finds no XGBoost where the variable names a file that is none, and says so' {
        $text = Invoke-InProcess @"
`$env:NDSEG_XGBOOST_LIBRARY = '$TestDrive/nothing.so'
Import-Module '$modulePath'
`$x = Get-SegDevice | Where-Object Name -EQ xgboost
"`$(`$x.Available)|`$(`$x.Searched -join ';')"
"@
        $text | Should -BeLike '*nothing.so*'
    }

    It 'loads no tensor library' {
        Invoke-InProcess @"
Import-Module '$modulePath'
`$null = Get-SegDevice
@([Diagnostics.Process]::GetCurrentProcess().Modules.FileName -match 'libtorch|LibTorchSharp|torch_cpu').Count
"@ | Should -Be '0'
    }
}
