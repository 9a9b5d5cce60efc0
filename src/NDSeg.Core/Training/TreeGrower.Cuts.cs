using System.Numerics;
using System.Runtime.CompilerServices;

namespace NDSeg.Training;

/// <content>The cuts of one map at a node.</content>
internal sealed unsafe partial class TreeGrower
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MarkPresent(int[] places, int start, int end)
    {
        fixed (int* sample = samples, place = places)
        fixed (ulong* bits = present, words = presentWords)
        {
            for (int i = start; i < end; i++)
            {
                int p = place[sample[i]];
                bits[p >> 6] |= 1UL << (p & 63);
                words[p >> 12] |= 1UL << ((p >> 6) & 63);
            }
        }
    }

    // Reads (and clears) the marked places in ascending order; true when the map is not constant over them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ScanCuts(int map, int count, double weight, double squares, ref Cut best)
    {
        int leastLeft = parameters.MinLeafSize;
        int mostLeft = count - leastLeft;
        Array.Clear(left);
        double leftWeight = 0;
        double leftSquares = 0;
        double cross = 0;
        int leftCount = 0;
        double bestScore = best.Score;
        int bestPlace = NoCut;
        int bestNext = NoCut;
        bool varies = false;
        int previousPlace = NoCut;
        fixed (float* values = maps.Values[map])
        fixed (int* order = maps.Samples[map])
        fixed (WeightedClass* sample = weighted)
        fixed (double* leftClass = left, totalClass = total)
        fixed (ulong* bits = present, words = presentWords)
        {
            float previous = float.NegativeInfinity;
            for (int top = 0; top < presentWords.Length; top++)
            {
                ulong groups = words[top];
                words[top] = 0;
                for (; groups != 0; groups &= groups - 1)
                {
                    int word = (top << 6) + BitOperations.TrailingZeroCount(groups);
                    ulong bit = bits[word];
                    bits[word] = 0;
                    do
                    {
                        int place = (word << 6) + BitOperations.TrailingZeroCount(bit);
                        bit &= bit - 1;
                        float value = values[place];
                        if (value > previous && leftCount > 0)
                        {
                            varies = true;
                            double rightWeight = weight - leftWeight;
                            double rightSquares = squares - (2 * cross) + leftSquares;
                            double score = (leftSquares * rightWeight) + (rightSquares * leftWeight);
                            double scale = leftWeight * rightWeight;
                            if (score > bestScore * scale && leftCount >= leastLeft && leftCount <= mostLeft && scale > 0)
                            {
                                bestScore = score / scale;
                                bestPlace = previousPlace;
                                bestNext = place;
                            }
                        }

                        previous = value;
                        previousPlace = place;
                        WeightedClass* one = sample + order[place];
                        double w = one->Weight;
                        int c = one->Class;
                        double before = leftClass[c];
                        leftSquares += w * (before + before + w);
                        cross += w * totalClass[c];
                        leftClass[c] = before + w;
                        leftWeight += w;
                        leftCount++;
                    }
                    while (bit != 0);
                }
            }
        }

        if (bestPlace != NoCut)
        {
            best = new Cut(map, bestPlace, bestNext, bestScore);
        }

        return varies;
    }
}
