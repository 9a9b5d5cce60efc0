using System.Globalization;

namespace NDSeg.Jobs.Slurm;

/// <summary>Numbers as Slurm's <c>--array</c> takes them: <c>3,7-9</c>.</summary>
internal static class ArrayExpression
{
    /// <summary>Writes ascending numbers, runs of them as ranges.</summary>
    public static string Of(IReadOnlyList<int> numbers)
    {
        var ranges = new List<string>();
        for (int i = 0; i < numbers.Count;)
        {
            int first = i;
            while (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1)
            {
                i++;
            }

            ranges.Add(first == i ? Text(numbers[first]) : $"{Text(numbers[first])}{(i == first + 1 ? ',' : '-')}{Text(numbers[i])}");
            i++;
        }

        return string.Join(',', ranges);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
