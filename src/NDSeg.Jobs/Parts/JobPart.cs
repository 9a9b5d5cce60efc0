namespace NDSeg.Jobs.Parts;

/// <summary>One part of a job and how far it is.</summary>
public sealed record JobPart
{
    /// <summary>Folder of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Number of the part, from 0.</summary>
    public required int Part { get; init; }

    /// <summary>How far it is.</summary>
    public required PartState State { get; init; }

    /// <summary>Its first slice, by its place in the volume, from 0.</summary>
    public required int First { get; init; }

    /// <summary>Its last slice, included.</summary>
    public required int Last { get; init; }

    /// <summary>Number of its slices.</summary>
    public int SliceCount => Last - First + 1;

    /// <summary>The slices that are not there, or not as they were written, by their places in the volume.</summary>
    public IReadOnlyList<int> MissingSlices { get; init; } = [];

    /// <summary>Number of slices that this run computed; 0 where the part is only looked at.</summary>
    public int Computed { get; init; }

    /// <summary>Wall time of this run in seconds; null where the part is only looked at.</summary>
    public double? Seconds { get; init; }

    /// <summary>Who works on it, or did and ended without a word: machine, process, Slurm job; null for nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Number, state and slices.</summary>
    public override string ToString() => $"Part {Part}: {State}, slices {First} to {Last}";
}
