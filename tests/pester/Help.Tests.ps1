BeforeDiscovery {
    $manifest = if ($env:NDSEG_MODULE) { $env:NDSEG_MODULE } else { Join-Path $PSScriptRoot '../../NDSeg.psd1' }
    Import-Module $manifest
    $commands = (Get-Command -Module NDSeg).Name | ForEach-Object { @{ Name = $_ } }
    $readers = $commands | Where-Object { (Get-Command $_.Name).Parameters.ContainsKey('LiteralPath') }
    $topics = 'about_NDSeg', 'about_NDSeg_Features', 'about_NDSeg_Models' | ForEach-Object { @{ Topic = $_ } }
}

Describe 'Help' -Tag Fast {
    BeforeAll {
        . $PSScriptRoot/_setup.ps1
        function Get-Text($Paragraphs) { (@($Paragraphs) | ForEach-Object { $_.Text ?? "$_" }) -join "`n" }
    }

    It 'exports the commands of the manifest' {
        $listed = (Import-PowerShellDataFile $modulePath).CmdletsToExport | Sort-Object
        (Get-Command -Module NDSeg).Name | Sort-Object | Should -Be $listed
        $listed.Count | Should -BeGreaterOrEqual 20
    }

    It 'says what a parameter is when it is left out' {
        function Get-Default($Command, $Parameter) { (Get-Help $Command -Parameter $Parameter).defaultValue }
        'Legend', 'ScaleBar', 'SectionLine' | ForEach-Object { Get-Default Export-SegFigure $_ | Should -Be 'True'; Get-Default Show-SegFigure $_ | Should -Be 'True' }
        Get-Default Export-SegFigure Force | Should -Be 'False'
        'SigmaMultiplier', 'MembraneSize' | ForEach-Object { Get-Default New-SegFeatureConfig $_ | Should -Be 'None' }
        (Get-Help Invoke-SegApply -Parameter ClassPrior).description.Text | Should -BeLike '*from -1 to 1*below 0*'
    }

    It 'tells in the topics what there is' {
        $models, $features, $about = 'about_NDSeg_Models', 'about_NDSeg_Features', 'about_NDSeg' | ForEach-Object { Get-Help $_ | Out-String }
        [NDSeg.Training.LearnerRegistry]::Names | ForEach-Object { $models | Should -BeLike "*$_*" }
        [NDSeg.Filters.FeaturePresets]::All | ForEach-Object { $features | Should -BeLike "*$($_.Name)*$($_.Config.MapsPerChannel) maps*" }
        foreach ($config in [NDSeg.Filters.FeatureConfig]::Everything, [NDSeg.Filters.FeatureConfig]::Volume) {
            [NDSeg.Filters.FeaturePlan]::Create($config).Maps | ForEach-Object { ($_.Name -split '_')[0] } | Sort-Object -Unique | ForEach-Object { $features | Should -BeLike "*$_*" }
        }
        'Edit-SegLabels', 'New-SegJob', 'Export-SegReport', '-As Volume', 'Measure-SegObject' | ForEach-Object { $about | Should -BeLike "*$_*" }
    }

    Context '<Name>' -ForEach $commands {
        BeforeAll {
            $command = Get-Command $Name
            $help = Get-Help $Name -Full
        }

        It 'has a synopsis that is a sentence and no syntax' {
            $help.Synopsis.Trim() | Should -Match '^[A-Z].*\.$'
            $help.Synopsis | Should -Not -Match "$Name \["
        }

        It 'has a description longer than its synopsis' {
            $text = Get-Text $help.description
            $text.Length | Should -BeGreaterThan 60
            $text.Trim() | Should -Not -Be $help.Synopsis.Trim()
        }

        It 'describes every parameter' {
            $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
            $described = @{}
            foreach ($parameter in $help.parameters.parameter) { $described[$parameter.name] = Get-Text $parameter.description }
            foreach ($parameter in $command.Parameters.Keys | Where-Object { $_ -notin $common }) {
                $described[$parameter] | Should -Match '^[A-Z].{3,}' -Because "-$parameter needs a description"
            }
        }

        It 'names no parameter that is not there' {
            $help.parameters.parameter.name | Where-Object { $_ } | ForEach-Object { $command.Parameters.Keys | Should -Contain $_ }
        }

        It 'has two examples with a remark, which use the command and parse' {
            $examples = @($help.examples.example)
            $examples.Count | Should -BeGreaterOrEqual 2
            foreach ($example in $examples) {
                $example.code | Should -Match $Name
                (Get-Text $example.remarks).Trim() | Should -Not -BeNullOrEmpty
                $problems = $null
                $tree = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref]$null, [ref]$problems)
                $problems | Should -HaveCount 0
                # Every command and every parameter an example uses exists.
                foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                    $used = Get-Command $call.GetCommandName()
                    foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                        $used.Parameters.Keys | Should -Contain $parameter.ParameterName -Because "the example says $($call.Extent.Text)"
                    }
                }
            }
        }

        It 'says what goes in and what comes out' {
            $command.OutputType.Count | Should -BeGreaterThan 0
            (Get-Text $help.returnValues.returnValue.type.name) | Should -Not -BeNullOrEmpty
        }

    }

    It 'tells that the paths <Name> reads take wildcards and -LiteralPath does not' -ForEach $readers {
        $parameters = (Get-Help $Name -Full).parameters.parameter
        # New-SegJob -Path is the folder of the job.
        $read = (Get-Command $Name).Parameters.ContainsKey('InputPath') ? 'InputPath' : 'Path'
        ($parameters | Where-Object name -EQ $read).globbing | Should -Be 'true'
        ($parameters | Where-Object name -EQ LiteralPath).globbing | Should -Be 'false'
    }

    Context '<Topic>' -ForEach $topics {
        It 'is found and tells something' {
            $text = Get-Help $Topic | Out-String
            $text.Length | Should -BeGreaterThan 800
            $text | Should -Match "TOPIC\s+$Topic"
            $text | Should -Match 'SHORT DESCRIPTION'
        }

        It 'uses only commands and parameters that exist' {
            $text = Get-Help $Topic | Out-String
            $known = (Get-Command -Module NDSeg).Name
            $found = [regex]::Matches($text, '\b(?:[A-Z][a-z]+)-Seg[A-Za-z]+\b').Value | Sort-Object -Unique
            $found.Count | Should -BeGreaterThan 0
            $found | ForEach-Object { $known | Should -Contain $_ }
        }
    }
}
