Describe 'New-SegFeatureConfig' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        $image = (New-SegPhantom -Height 32 -Width 32).Image
        function Get-MapName($Config) { $features = Get-SegFeatures $image -Config $Config; try { @($features.Names) } finally { $features.Dispose() } }
    }

    It 'has the defaults of the contract' {
        $config = New-SegFeatureConfig
        $config.Sigmas | Should -Be 1, 2, 4, 8, 16
        $config.SigmaMultiplier | Should -Be 0.4
        $config.Options.MembraneSize | Should -Be 15
        $config.TruncateSigma | Should -BeFalse
        $config.IntensityRange | Should -BeNullOrEmpty
        Get-MapName $config | Should -HaveCount 58
    }

    It 'gives 82 maps with everything on' {
        Get-MapName (New-SegFeatureConfig -Include Mean, Minimum, Maximum, Median, Bilateral) | Should -HaveCount 82
    }

    It 'switches <Exclude> off, which leaves <Left> maps' -ForEach @(
        @{ Exclude = 'Gaussian'; Left = 53; Gone = 'gaussian_*' }
        @{ Exclude = 'Gradient'; Left = 52; Gone = 'gradient_*' }
        @{ Exclude = 'Hessian'; Left = 28; Gone = 'hessian_*' }
        @{ Exclude = 'DifferenceOfGaussians'; Left = 48; Gone = 'dog_*' }
        @{ Exclude = 'Membrane'; Left = 52; Gone = 'membrane_*' }
    ) {
        $names = Get-MapName (New-SegFeatureConfig -Exclude $Exclude)
        $names | Should -HaveCount $Left
        @($names -like $Gone) | Should -HaveCount 0
    }

    It 'takes sigmas by position' {
        $names = Get-MapName (New-SegFeatureConfig 3, 7)
        $names | Should -HaveCount (1 + 6 + 2 * 7 + 1 + 6)
        $names | Should -Contain 'dog_3_7'
        $names | Should -Contain 'gaussian_7'
    }

    It 'takes multiplier, truncation, membrane size and intensity range' {
        $config = New-SegFeatureConfig -SigmaMultiplier 1 -TruncateSigma -MembraneSize 9 -IntensityRange 10, 900
        $config.SigmaMultiplier | Should -Be 1
        $config.TruncateSigma | Should -BeTrue
        $config.Options.MembraneSize | Should -Be 9
        $config.IntensityRange.Low | Should -Be 10
        $config.IntensityRange.High | Should -Be 900
    }

    It 'takes options by name' {
        (New-SegFeatureConfig -Option @{ MembraneSize = 21 }).Options.MembraneSize | Should -Be 21
        { New-SegFeatureConfig -Option @{ Nonsense = 1 } } | Should -Throw -ErrorId 'UnknownOption,*' -ExpectedMessage '*MembraneSize*Nonsense*'
    }

    It 'starts from a preset' {
        (New-SegFeatureConfig -Preset Default) | Should -Be (New-SegFeatureConfig)
        $classical = New-SegFeatureConfig -Preset classical
        $classical.Filters | Should -Contain 'Median'
        (New-SegFeatureConfig -Preset Classical -Exclude Median).Filters | Should -Not -Contain 'Median'
        $image = (New-SegPhantom 40 40 -Seed 1).Image
        $features = $image | Get-SegFeatures -Preset Classical
        $features.Names | Should -HaveCount 82
        ($image | Get-SegFeatures -Preset Extended).Names | Should -HaveCount 121
        $still = New-SegFeatureConfig -Preset Extended -Exclude Oriented
        ($image | Get-SegFeatures -Config $still).Names | Where-Object { $_ -like 'oriented_*' -or $_ -like 'membrane_*' } | Should -BeNullOrEmpty
        { $image | Get-SegFeatures -Preset Classical -Config $classical } | Should -Throw -ErrorId 'ConfigAndPreset,*'
        { New-SegFeatureConfig -Preset Nonsense } | Should -Throw -ErrorId 'UnknownPreset,*' -ExpectedMessage '*Default*Classical*Nonsense*'
    }

    It 'says which filters there are when one is not' {
        { New-SegFeatureConfig -Include Nonsense } | Should -Throw -ErrorId 'UnknownFilter,*' -ExpectedMessage '*Gaussian*Bilateral*Nonsense*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'descending sigmas'; Arguments = @{ Sigma = 4, 2 } }
        @{ Name = 'an even membrane'; Arguments = @{ MembraneSize = 8 } }
        @{ Name = 'an empty intensity range'; Arguments = @{ IntensityRange = 5, 5 } }
    ) {
        { New-SegFeatureConfig @Arguments } | Should -Throw -ErrorId 'InvalidFeatureConfig,NDSeg.PowerShell.Commands.NewSegFeatureConfigCommand' -ExpectedMessage 'Expected*found*'
    }
}
