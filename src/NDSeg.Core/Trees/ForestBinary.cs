using System.Buffers.Binary;

namespace NDSeg.Trees;

/// <summary>
/// The <c>forest.bin</c> entry of a model file. Little-endian; int32 and float32 only:
/// magic "NDSF", version 1, classes K, maps F, trees T; then for every tree its number of nodes n, the maps its nodes test (n,
/// -1 at a leaf), thresholds (n), left children or leaf ordinals (n), right children (n, -1 at a leaf), and the class shares
/// of its (n + 1) / 2 leaves (each K). Nothing follows the last tree.
/// </summary>
internal static class ForestBinary
{
    private const int Magic = 0x4653444E;
    private const int Version = 1;
    private const int HeaderLength = 5 * sizeof(int);

    /// <summary>Writes a forest.</summary>
    public static byte[] Write(TreeEnsemble forest)
    {
        long length = HeaderLength;
        foreach (DecisionTree tree in forest.Trees)
        {
            length += sizeof(int) * (1 + (4L * tree.NodeCount) + tree.LeafValues.Length);
        }

        var bytes = new byte[length];
        int at = 0;
        WriteInt(Magic);
        WriteInt(Version);
        WriteInt(forest.ClassCount);
        WriteInt(forest.FeatureCount);
        WriteInt(forest.Trees.Length);
        foreach (DecisionTree tree in forest.Trees)
        {
            WriteInt(tree.NodeCount);
            WriteInts(tree.Feature);
            WriteFloats(tree.Threshold);
            WriteInts(tree.Left);
            WriteInts(tree.Right);
            WriteFloats(tree.LeafValues);
        }

        return bytes;

        void WriteInt(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
            at += sizeof(int);
        }

        void WriteInts(int[] values)
        {
            foreach (int value in values)
            {
                WriteInt(value);
            }
        }

        void WriteFloats(float[] values)
        {
            foreach (float value in values)
            {
                WriteInt(BitConverter.SingleToInt32Bits(value));
            }
        }
    }

    /// <summary>Reads a forest; every length is checked against what is left before memory is taken for it.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a forest.</exception>
    /// <exception cref="SegException">InvalidTree; InvalidEnsemble.</exception>
    public static TreeEnsemble Read(byte[] bytes)
    {
        int at = 0;
        Require(bytes.Length >= HeaderLength && ReadInt() == Magic, "the forest's header");
        int version = ReadInt();
        Require(version == Version, $"forest version {Version}");
        int classes = ReadInt();
        int maps = ReadInt();
        int count = ReadInt();
        Require(classes is >= 2 and <= ushort.MaxValue, "2 to 65535 classes");
        Require(maps >= 1, "at least one map");
        Require(count >= 1 && count <= (bytes.Length - at) / sizeof(int), "a number of trees that fits the file");
        var trees = new DecisionTree[count];
        for (int t = 0; t < count; t++)
        {
            Require(bytes.Length - at >= sizeof(int), "another tree");
            int nodes = ReadInt();
            long leafValues = (nodes + 1L) / 2 * classes;
            Require(nodes >= 1 && nodes % 2 == 1 && ((4L * nodes) + leafValues) * sizeof(int) <= bytes.Length - at, "a tree that fits the file");
            trees[t] = new DecisionTree(ReadInts(nodes), ReadFloats(nodes), ReadInts(nodes), ReadInts(nodes), ReadFloats((int)leafValues), classes);
        }

        Require(at == bytes.Length, "nothing after the last tree");
        return new TreeEnsemble(EnsembleKind.Forest, classes, maps, trees);

        int ReadInt()
        {
            int value = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            at += sizeof(int);
            return value;
        }

        int[] ReadInts(int length)
        {
            var values = new int[length];
            for (int i = 0; i < length; i++)
            {
                values[i] = ReadInt();
            }

            return values;
        }

        float[] ReadFloats(int length)
        {
            var values = new float[length];
            for (int i = 0; i < length; i++)
            {
                values[i] = BitConverter.Int32BitsToSingle(ReadInt());
            }

            return values;
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Expected {what} in forest.bin.");
        }
    }
}
