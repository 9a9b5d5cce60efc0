namespace NDSeg.Help;

/// <summary>Everything the help of one command says.</summary>
/// <param name="Name">Verb-Noun.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Parameters">Every parameter once, in order of declaration.</param>
/// <param name="Sets">The parameter sets, the default one first.</param>
/// <param name="Inputs">Types taken from the pipeline.</param>
/// <param name="Outputs">Types written to the pipeline.</param>
/// <param name="Examples">Examples.</param>
internal sealed record CommandHelp(
    string Name,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<IReadOnlyList<ParameterHelp>> Sets,
    IReadOnlyList<TypeHelp> Inputs,
    IReadOnlyList<TypeHelp> Outputs,
    IReadOnlyList<ExampleHelp> Examples)
{
    private const int FewestExamples = 2;

    /// <summary>What is missing.</summary>
    public IEnumerable<string> Gaps()
    {
        if (Synopsis.Length == 0)
        {
            yield return $"{Name} has no summary.";
        }

        if (Description.Count == 0)
        {
            yield return $"{Name} has no remarks.";
        }

        if (Examples.Count < FewestExamples)
        {
            yield return $"{Name} has {Examples.Count} examples; {FewestExamples} are needed.";
        }

        if (Outputs.Count == 0)
        {
            yield return $"{Name} has no OutputType.";
        }

        foreach (ParameterHelp parameter in Parameters.Where(p => p.Description.Length == 0))
        {
            yield return $"{Name} -{parameter.Name} has no summary.";
        }
    }
}
