namespace NDSeg.Phantoms;

/// <summary>The blur of the imaging system: a separable binomial window of three or five pixels, edge pixels repeated.</summary>
internal sealed class PhantomBlur
{
    private const double WidePitch = 16;

    private readonly int height;
    private readonly int width;
    private readonly float[] window;
    private readonly PhantomPass pass;

    public PhantomBlur(int height, int width, double pitch, PhantomPass pass)
    {
        this.pass = pass;
        this.height = height;
        this.width = width;
        window = pitch >= WidePitch ? [1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f] : [1 / 4f, 2 / 4f, 1 / 4f];
    }

    public float[] Apply(float[] values)
    {
        var across = new float[values.Length];
        var result = new float[values.Length];
        int reach = window.Length / 2;
        pass.Rows(y =>
        {
            for (int x = 0; x < width; x++)
            {
                float sum = 0;
                for (int k = -reach; k <= reach; k++)
                {
                    sum += window[k + reach] * values[(y * width) + Math.Clamp(x + k, 0, width - 1)];
                }

                across[(y * width) + x] = sum;
            }
        });
        pass.Rows(y =>
        {
            for (int x = 0; x < width; x++)
            {
                float sum = 0;
                for (int k = -reach; k <= reach; k++)
                {
                    sum += window[k + reach] * across[(Math.Clamp(y + k, 0, height - 1) * width) + x];
                }

                result[(y * width) + x] = sum;
            }
        });
        return result;
    }
}
