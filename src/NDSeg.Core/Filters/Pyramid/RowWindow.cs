using NDSeg.Cpu.Memory;

namespace NDSeg.Filters.Pyramid;

/// <summary>
/// The rows of a node that are still needed, at least one plane a row. Column 0 is the first column of the strip; as many
/// columns as the node reaches lie on either side.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed unsafe class RowWindow<T>
    where T : unmanaged
{
    /// <summary>Columns that vectors may read or write beyond what is needed, right of it and left of it.</summary>
    internal const int Slack = 48;

    private readonly NativeArena arena;
    private readonly RowScratch? passing;
    private readonly int planes;
    private readonly int left;
    private T* memory;
    private int first;
    private int end;
    private int capacity;

    /// <summary>Describes the rows; memory is taken when the first one is needed.</summary>
    /// <param name="strip">Where memory comes from.</param>
    /// <param name="planes">Planes of a row.</param>
    /// <param name="columns">Columns of the strip.</param>
    /// <param name="reach">Columns needed on either side.</param>
    /// <param name="row">The first row.</param>
    /// <param name="last">The window of the strip before, or null: this one gets room for as many rows as that had needed.</param>
    /// <param name="isPassing">Whether nobody needs rows once another node computes some.</param>
    internal RowWindow(in Strip strip, int planes, int columns, int reach, int row, RowWindow<T>? last, bool isPassing = false)
    {
        arena = strip.Arena;
        passing = isPassing ? strip.Passing : null;
        this.planes = planes;
        left = ((reach + 15) / 16 * 16) + 16;
        int perLine = 64 / sizeof(T);
        int stride = (left + columns + reach + Slack + perLine - 1) / perLine * perLine;

        // An odd number of cache lines, or the rows of a column would share few cache sets.
        Stride = stride / perLine % 2 == 0 ? stride + perLine : stride;
        first = row;
        end = row;
        if (!isPassing && last?.capacity > 0)
        {
            Grow(last.capacity);
        }
    }

    /// <summary>Elements from a plane of a row to the next plane.</summary>
    internal int Stride { get; }

    /// <summary>First column that has memory, counted from the strip's first.</summary>
    internal int From => -left;

    /// <summary>End of the columns that have memory.</summary>
    internal int To => Stride - left;

    /// <summary>The strip's first column in a plane of a row. Planes of a row lie <see cref="Stride"/> apart; rows need not follow each other.</summary>
    internal T* Row(int y, int plane = 0) => memory + (((((long)y % capacity) * planes) + plane) * Stride) + left;

    /// <summary>Makes room for rows up to <paramref name="to"/> and may forget those before <paramref name="keep"/>.</summary>
    internal void MakeRoom(int keep, int to)
    {
        if (passing is not null)
        {
            first = end;
            end = to;
            capacity = to - first;
            memory = passing.Rent<T>(capacity * (long)planes * Stride);
            return;
        }

        first = Math.Clamp(keep, first, end);
        if (to - first > capacity)
        {
            Grow(to - first);
        }

        end = to;
    }

    /// <summary>A larger ring.</summary>
    private void Grow(int rows)
    {
        T* old = memory;
        int before = capacity;
        long row = (long)planes * Stride;
        memory = arena.Rent<T>(rows * row);
        capacity = rows;
        new Span<byte>(memory, checked((int)(rows * row * sizeof(T)))).Clear();
        for (int y = first; y < end; y++)
        {
            new ReadOnlySpan<T>(old + (y % before * row), checked((int)row)).CopyTo(new Span<T>(memory + (y % rows * row), checked((int)row)));
        }
    }
}
