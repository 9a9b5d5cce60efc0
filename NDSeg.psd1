@{
    ModuleVersion = '0.2.0'
    GUID = '6f0c1f0e-5d3b-4c52-9f58-6a2d6f9a7b41'
    Author = 'NDSeg contributors'
    CompanyName = 'NDSeg contributors'
    Copyright = '(c) NDSeg contributors. MIT licence.'
    Description = 'Trainable segmentation of scientific images and volumes: paint a few strokes per phase in the browser or elsewhere, compute multi-scale filter maps in two or three dimensions, train a forest or XGBoost, label every pixel on the CPU or on a CUDA card, in parts on a cluster if need be; measure objects and phases, and write figures and reports.'
    PowerShellVersion = '7.6'
    CompatiblePSEditions = @('Core')
    # The first makes sure that there is a second, and loads the image of it that was compiled for this system.
    NestedModules = @('module/NDSeg.Loader.psm1', 'module/NDSeg.PowerShell.dll')
    TypesToProcess = @('module/NDSeg.Types.ps1xml')
    FormatsToProcess = @('module/NDSeg.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Compare-SegLabels'
        'Complete-SegJob'
        'Edit-SegLabels'
        'Export-SegFigure'
        'Export-SegImage'
        'Export-SegLabels'
        'Export-SegModel'
        'Export-SegReport'
        'Export-SegTrainingData'
        'Get-SegDevice'
        'Get-SegFeatureImportance'
        'Get-SegFeatures'
        'Get-SegLabelSuggestion'
        'Get-SegTrainingData'
        'Get-SegProvenance'
        'Import-SegImage'
        'Import-SegLabels'
        'Import-SegModel'
        'Import-SegTrainingData'
        'Invoke-SegApply'
        'Invoke-SegJob'
        'Invoke-SegTraining'
        'Measure-SegAccuracy'
        'Measure-SegObject'
        'Measure-SegPhase'
        'New-SegFeatureConfig'
        'New-SegJob'
        'New-SegModel'
        'New-SegPhantom'
        'Optimize-SegLabels'
        'Show-SegFigure'
        'Test-SegModel'
    )
    VariablesToExport = @()
    AliasesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('segmentation', 'image-processing', 'tomography', 'microscopy', 'machine-learning', 'xgboost', 'random-forest', 'PSEdition_Core', 'Linux', 'Windows', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
            ProjectUri = 'https://github.com/NDSeg/NDSeg'
            ReleaseNotes = 'CHANGELOG.md in the module folder lists what every version changed.'
        }
    }
}
