using System.Buffers.Binary;
using System.Runtime.InteropServices;

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
    private const int FirstValues = 1 << 16;

    /// <summary>Writes a forest.</summary>
    /// <exception cref="SegException">ModelTooLarge.</exception>
    public static byte[] Write(TreeEnsemble forest)
    {
        long length = HeaderLength;
        foreach (DecisionTree tree in forest.Trees)
        {
            length += sizeof(int) * (1 + (4L * tree.NodeCount) + tree.LeafValues.Length);
        }

        if (length > Array.MaxLength)
        {
            throw new SegException("ModelTooLarge", SegErrorKind.NotSupported, $"Expected a forest of at most {Array.MaxLength >> 20} MB, found one of {length >> 20} MB.", "Train fewer trees, shallower ones or ones with larger leaves.");
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

    /// <inheritdoc cref="Read(Stream, long)"/>
    /// <param name="bytes">The entry.</param>
    public static TreeEnsemble Read(byte[] bytes) => Read(new MemoryStream(bytes, writable: false), bytes.Length);

    /// <summary>Reads a forest; every length is checked against what is left, and memory grows with what has arrived.</summary>
    /// <param name="stream">The entry.</param>
    /// <param name="length">Its bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are not a forest.</exception>
    /// <exception cref="SegException">InvalidTree; InvalidEnsemble.</exception>
    public static TreeEnsemble Read(Stream stream, long length)
    {
        long left = length;
        Require(left >= HeaderLength, "the forest's header");
        int[] header = Take<int>(HeaderLength / sizeof(int));
        (int magic, int version, int classes, int maps, int count) = (header[0], header[1], header[2], header[3], header[4]);
        Require(magic == Magic, "the forest's header");
        Require(version == Version, $"forest version {Version}");
        Require(classes is >= 2 and <= ushort.MaxValue, "2 to 65535 classes");
        Require(maps >= 1, "at least one map");
        Require(count >= 1 && count <= left / sizeof(int), "a number of trees that fits the file");
        var trees = new List<DecisionTree>();
        for (int t = 0; t < count; t++)
        {
            Require(left >= sizeof(int), "another tree");
            int nodes = Take<int>(1)[0];
            long leafValues = (nodes + 1L) / 2 * classes;
            Require(nodes >= 1 && nodes % 2 == 1 && ((4L * nodes) + leafValues) * sizeof(int) <= left, "a tree that fits the file");
            trees.Add(new DecisionTree(Take<int>(nodes), Take<float>(nodes), Take<int>(nodes), Take<int>(nodes), Take<float>((int)leafValues), classes));
        }

        Require(left == 0, "nothing after the last tree");
        return new TreeEnsemble(EnsembleKind.Forest, classes, maps, trees);

        T[] Take<T>(int values)
            where T : unmanaged
        {
            left -= values * (long)sizeof(int);
            return Values<T>(stream, values);
        }
    }

    /// <summary>Numbers of 32 bits. A length is only what the file says, so no more memory is taken than twice what has been read.</summary>
    private static T[] Values<T>(Stream stream, int count)
        where T : unmanaged
    {
        var values = new T[Math.Min(count, FirstValues)];
        for (int done = 0; done < count; done = values.Length)
        {
            if (done > 0)
            {
                Array.Resize(ref values, (int)Math.Min(count, 2L * done));
            }

            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(done)));
        }

        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<T, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return values;
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidDataException($"Expected {what} in forest.bin.");
        }
    }
}
