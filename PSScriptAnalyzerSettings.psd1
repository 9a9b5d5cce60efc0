# Invoke-ScriptAnalyzer -Path . -Recurse -Settings PSScriptAnalyzerSettings.psd1
@{
    Severity = @('Error', 'Warning')
    ExcludeRules = @(
        # build.ps1 and its children talk to a person and end with a line of totals on the console.
        'PSAvoidUsingWriteHost'
        # Functions within one script or one test; nobody asks them for -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
        # The nouns of this module are plural where the thing is: labels, features.
        'PSUseSingularNouns'
    )
    Rules = @{
        PSUseConsistentIndentation = @{ Enable = $true; IndentationSize = 4; Kind = 'space' }
        PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = @('7.6') }
    }
}
