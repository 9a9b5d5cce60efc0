using System.Runtime.CompilerServices;

namespace NDSeg.Filters.Volumes;

/// <content>
/// A symmetric matrix less its mean diagonal q is p times a matrix whose eigenvalues are 2 cos of three angles a third of a turn apart;
/// the first is a third of the angle whose cosine is r, half the determinant. With w = 1 - |r| and u = 1 - cos that is
/// 9 u - 12 u^2 + 4 u^3 = w, and u / w is smooth from 0 to 1: a short polynomial and one step of Newton's give u to the last digits.
/// No cosine is taken, so that every width gives the same bytes.
/// </content>
internal sealed unsafe partial class VolumeKernel<TD, TC, TFloat, TDouble>
{
    // Chebyshev fit of u / w on 0..1, relative error 2e-6; Newton's step squares it.
    private const double U0 = 0.11111092826353841;
    private const double U1 = 0.016473517401571162;
    private const double U2 = 0.004128986641918401;
    private const double U3 = 0.0018975030648727138;
    private const double U4 = -0.0004324964164956783;
    private const double U5 = 0.0007959154354399676;

    // Where a matrix is a multiple of the unit matrix, the quotient by p^3 must be a number.
    private const double Least = 1e-290;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Eigenvalues(double** entries, float* first, float* second, float* third, int columns)
    {
        double* zz = entries[0], zy = entries[1], zx = entries[2], yy = entries[3], yx = entries[4], xx = entries[5];
        TDouble zero = TD.Broadcast(0), one = TD.Broadcast(1), two = TD.Broadcast(2), four = TD.Broadcast(4), nine = TD.Broadcast(9), twelve = TD.Broadcast(12);
        TDouble half = TD.Broadcast(0.5), sixth = TD.Broadcast(1.0 / 6), mean = TD.Broadcast(1.0 / 3), root3 = TD.Broadcast(1.7320508075688772), least = TD.Broadcast(Least);
        TDouble minus = TD.Broadcast(-1), minusTwo = TD.Broadcast(-2), twentyFour = TD.Broadcast(24);
        for (int x = 0; x < columns; x += TD.Count)
        {
            TDouble a = TD.Load(zz + x), b = TD.Load(yy + x), c = TD.Load(xx + x), d = TD.Load(zy + x), e = TD.Load(zx + x), f = TD.Load(yx + x);
            TDouble q = TD.Mul(TD.Add(TD.Add(a, b), c), mean);
            a = TD.Sub(a, q);
            b = TD.Sub(b, q);
            c = TD.Sub(c, q);
            TDouble off = TD.Add(TD.Add(TD.Mul(d, d), TD.Mul(e, e)), TD.Mul(f, f));
            TDouble p2 = TD.Mul(TD.Add(TD.Add(TD.Add(TD.Mul(a, a), TD.Mul(b, b)), TD.Mul(c, c)), TD.Mul(two, off)), sixth);
            TDouble p = TD.Sqrt(p2);
            TDouble det = TD.Add(
                TD.Sub(TD.Mul(a, TD.Sub(TD.Mul(b, c), TD.Mul(f, f))), TD.Mul(d, TD.Sub(TD.Mul(d, c), TD.Mul(e, f)))),
                TD.Mul(e, TD.Sub(TD.Mul(d, f), TD.Mul(e, b))));
            TDouble r = TD.Div(TD.Mul(det, half), TD.Max(TD.Mul(p2, p), least));
            TDouble negative = TD.Less(r, zero);
            TDouble w = TD.Max(TD.Sub(one, TD.Max(r, TD.Sub(zero, r))), zero);
            TDouble u = TD.Add(TD.Mul(TD.Broadcast(U5), w), TD.Broadcast(U4));
            u = TD.Add(TD.Mul(u, w), TD.Broadcast(U3));
            u = TD.Add(TD.Mul(u, w), TD.Broadcast(U2));
            u = TD.Add(TD.Mul(u, w), TD.Broadcast(U1));
            u = TD.Mul(TD.Add(TD.Mul(u, w), TD.Broadcast(U0)), w);
            TDouble error = TD.Sub(TD.Mul(u, TD.Add(nine, TD.Mul(u, TD.Sub(TD.Mul(four, u), twelve)))), w);
            TDouble slope = TD.Add(nine, TD.Mul(u, TD.Sub(TD.Mul(twelve, u), twentyFour)));
            u = TD.Sub(u, TD.Div(error, slope));

            // In units of p: the one that stands alone, and the pair; all change their sign with r.
            TDouble cos = TD.Sub(one, u);
            TDouble sin = TD.Mul(root3, TD.Sqrt(TD.Mul(u, TD.Sub(two, u))));
            TDouble sign = TD.Add(one, TD.And(negative, minusTwo));
            TDouble alone = TD.Mul(p, TD.Mul(two, cos));
            TDouble near = TD.Mul(p, TD.Sub(sin, cos));
            TDouble far = TD.Mul(p, TD.Mul(minus, TD.Add(sin, cos)));
            TDouble middle = TD.Add(q, TD.Mul(sign, near));
            TDouble end = TD.Add(q, TD.Mul(sign, alone));
            TDouble other = TD.Add(q, TD.Mul(sign, far));
            if (first != null)
            {
                TC.StoreNarrow(first + x, TD.Max(end, other));
            }

            if (second != null)
            {
                TC.StoreNarrow(second + x, middle);
            }

            if (third != null)
            {
                TC.StoreNarrow(third + x, TD.Min(end, other));
            }
        }
    }
}
