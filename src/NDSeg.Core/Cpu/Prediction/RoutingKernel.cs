using System.Runtime.CompilerServices;
using NDSeg.Cpu.Simd;

namespace NDSeg.Cpu.Prediction;

/// <summary>
/// Sends the pixels of a block down a tree together: at each test the sets of pixels, 64 to a word, part into those that go
/// left and those that go right, and only children that some pixel reaches are visited. Deep trees over real images reach few
/// of their leaves in a block, so this costs less than evaluating all tests, and less than walking pixel by pixel.
/// </summary>
internal static unsafe class RoutingKernel<TRegister, TVec>
    where TRegister : struct, IRegister<TVec>
    where TVec : unmanaged
{
    private const int Word = 64;

    private static int Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TRegister.Bytes / sizeof(float);
    }

    /// <summary>Adds the leaf values of one tree to the sums of the pixels.</summary>
    /// <param name="nodes">All nodes.</param>
    /// <param name="root">First node of the tree.</param>
    /// <param name="terms">All terms.</param>
    /// <param name="open">What the block leaves open, by map.</param>
    /// <param name="ranks">Planes of ranks in words of 8 x 8 pixels.</param>
    /// <param name="pixels">The sets to route; overwritten. Behind them room for as many per level of the tree.</param>
    /// <param name="count">Number of sets.</param>
    /// <param name="sums">Sums of the block: 256 floats of the first sum for the first four words, of the second sum, and so on.</param>
    /// <param name="groupFloats">Floats from four words to the next four.</param>
    /// <param name="pending">Room for two numbers and a node per level of the tree.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(RoutedNode* nodes, int root, RoutedTerm* terms, OpenThresholds* open, sbyte* ranks, PixelSet* pixels, int count, float* sums, long groupFloats, int* pending)
    {
        int* top = pending;
        RoutedNode* node = nodes + root;
        PixelSet* first = pixels;
        PixelSet* end = pixels + count;
        while (true)
        {
            if (node->Feature >= 0)
            {
                OpenThresholds* map = open + node->Feature;
                int rank = node->Rank;
                if ((uint)(rank - map->Low) >= (uint)map->Span)
                {
                    node = rank < map->Low ? nodes + node->Right : node + 1;
                    continue;
                }

                int threshold = rank - map->Origin;
                int plane = (int)((uint)threshold / 255u);
                sbyte* at = ranks + map->Plane + ((long)plane * TileBlock.PlaneBytes);
                PixelSet* leftEnd = Part(at, (sbyte)(threshold - (plane * 255) - 128), first, end, out PixelSet* rightEnd);
                if (leftEnd == end)
                {
                    end = rightEnd;
                    node = nodes + node->Right;
                    continue;
                }

                if (rightEnd != first)
                {
                    top[0] = (int)(first - pixels);
                    top[1] = (int)(rightEnd - pixels);
                    top[2] = node->Right;
                    top += 3;
                }

                first = end;
                end = leftEnd;
                node++;
                continue;
            }

            for (RoutedTerm* term = terms + node->Rank; term < terms + node->Right; term++)
            {
                for (PixelSet* set = first; set < end; set++)
                {
                    float* sum = sums + ((set->Word >> 8) * groupFloats) + term->Sum + (set->Word & 255);
                    AddWhere(sum, term->Value, set->Bits);
                }
            }

            if (top == pending)
            {
                return;
            }

            top -= 3;
            first = pixels + top[0];
            end = pixels + top[1];
            node = nodes + top[2];
        }
    }

    /// <summary>The pixels of a word whose winner is not certain yet.</summary>
    /// <param name="sums">64 floats of the first sum; of the others 256 floats on.</param>
    /// <param name="count">Number of sums, at least 2.</param>
    /// <param name="lead">A winner is certain when it leads by more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Unsettled(float* sums, int count, float lead)
    {
        TVec needed = TRegister.Single(lead);
        TVec no = TRegister.Int32(-1);
        ulong unsettled = 0;
        for (int at = 0; at < Word; at += TRegister.Bytes)
        {
            TVec a = TRegister.SelectGreaterSingle(Lead(sums + at, count), needed, default, no);
            TVec b = TRegister.SelectGreaterSingle(Lead(sums + at + Floats, count), needed, default, no);
            TVec c = TRegister.SelectGreaterSingle(Lead(sums + at + (2 * Floats), count), needed, default, no);
            TVec d = TRegister.SelectGreaterSingle(Lead(sums + at + (3 * Floats), count), needed, default, no);
            unsettled |= TRegister.HighBits(TRegister.SaturateToSByte(a, b, c, d)) << at;
        }

        return unsettled;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Lead(float* sums, int count)
    {
        TVec best = TRegister.Load(sums);
        TVec second = TRegister.Single(float.NegativeInfinity);
        for (int k = 1; k < count; k++)
        {
            TVec sum = TRegister.Load(sums + ((long)k * PredictionKernels.Chunk));
            second = TRegister.MaxSingle(second, TRegister.MinSingle(best, sum));
            best = TRegister.MaxSingle(best, sum);
        }

        return TRegister.SubtractSingle(best, second);
    }

    // Sets that go right wait where those read stood; sets that go left are appended behind the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PixelSet* Part(sbyte* plane, sbyte threshold, PixelSet* first, PixelSet* end, out PixelSet* rightEnd)
    {
        PixelSet* right = first;
        PixelSet* left = end;
        TVec t = TRegister.Byte((byte)threshold);
        for (PixelSet* set = first; set < end; set++)
        {
            int word = set->Word;
            ulong bits = set->Bits;
            ulong above = Above(plane + word, t);
            ulong goesRight = bits & above;
            ulong goesLeft = bits & ~above;
            right->Word = word;
            right->Bits = goesRight;
            right += goesRight != 0 ? 1 : 0;
            left->Word = word;
            left->Bits = goesLeft;
            left += goesLeft != 0 ? 1 : 0;
        }

        rightEnd = right;
        return left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Above(sbyte* ranks, TVec threshold)
    {
        ulong above = 0;
        for (int at = 0; at < Word; at += TRegister.Bytes)
        {
            above |= TRegister.GreaterSByte(TRegister.Load(ranks + at), threshold) << at;
        }

        return above;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddWhere(float* sums, float value, ulong bits)
    {
        TVec term = TRegister.Single(value);
        ulong mask = (1UL << Floats) - 1;
        for (int at = 0; at < Word; at += Floats, bits >>= Floats)
        {
            if (TRegister.Bytes < Word && (bits & mask) == 0)
            {
                continue;
            }

            TVec sum = TRegister.Load(sums + at);
            TRegister.Store(sums + at, TRegister.SelectInt32((uint)bits, TRegister.AddSingle(sum, term), sum));
        }
    }
}
