using System.Runtime.CompilerServices;

namespace NDSeg.Cpu.Prediction;

/// <summary>Writes the tests of trees that a block leaves open, children before parents, left before right.</summary>
internal sealed unsafe class SelectionWriter(SlicedEnsemble ensemble, LeafSelection* selections)
{
    private const int Accumulator = -1;

    private OpenThresholds* open;
    private long planeBytes;
    private ulong leaves;

    /// <summary>Tests written.</summary>
    public int Count { get; private set; }

    /// <summary>The leaves the last tree can still end in, one bit each; a decided tree has none.</summary>
    public ulong Leaves => leaves;

    /// <summary>The last test.</summary>
    public LeafSelection* Last => selections + Count - 1;

    /// <summary>Starts anew.</summary>
    /// <param name="thresholds">What every map leaves open.</param>
    /// <param name="bytesPerPlane">Bytes from a plane of ranks to the next of the same map.</param>
    public void Begin(OpenThresholds* thresholds, long bytesPerPlane)
    {
        open = thresholds;
        planeBytes = bytesPerPlane;
        Count = 0;
    }

    /// <summary>Writes a slice and returns its leaf when the block decides it, else a negative number.</summary>
    public int Write(int root)
    {
        leaves = 0;
        return Write(root, 0);
    }

    // Appends the tests of a subtree and returns its leaf when the tile decides it, else Accumulator.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Write(int root, int pending)
    {
        RankedNode* node = ensemble.Nodes + root;
        while (true)
        {
            if (node->Feature < 0)
            {
                return node->Rank;
            }

            OpenThresholds* window = open + node->Feature;
            uint place = (uint)(node->Rank - window->Low);
            if (place < (uint)window->Span)
            {
                break;
            }

            node = (int)place < 0 ? ensemble.Nodes + node->Right : node + 1;
        }

        int left = Write((int)(node - ensemble.Nodes) + 1, pending);
        int lastOfLeft = Count - 1;
        int right = Write(node->Right, left < 0 ? pending + 1 : pending);
        if (left == right && left >= 0)
        {
            return left;
        }

        LeafSelection* test = selections + Count++;
        OpenThresholds* map = open + node->Feature;
        int threshold = node->Rank - map->Origin;
        int plane = threshold / 255;
        test->Plane = map->Plane + (int)(plane * planeBytes);
        test->Threshold = (sbyte)(threshold - (plane * 255) - 128);
        if (left >= 0)
        {
            leaves |= 1UL << left;
            test->Left = (byte)left;
        }

        if (right >= 0)
        {
            leaves |= 1UL << right;
            test->Right = (byte)right;
        }

        if (left < 0 && right < 0)
        {
            test->Kind = LeafSelection.RowAccumulator;
            test->Source = (PrunedTrees.GroupRows + pending) * PredictionKernels.Chunk;
            LeafSelection* stored = selections + lastOfLeft;
            stored->Kind |= LeafSelection.Store;
            stored->Target = test->Source;
        }
        else
        {
            test->Kind = left >= 0 && right >= 0 ? LeafSelection.LeafLeaf : left >= 0 ? LeafSelection.LeafAccumulator : LeafSelection.AccumulatorLeaf;
        }

        return Accumulator;
    }
}
