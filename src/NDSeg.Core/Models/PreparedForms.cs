using System.Collections.Concurrent;

namespace NDSeg.Models;

/// <summary>
/// What backends make of a model before they can apply it, one form per type and device. Made once, by the first who asks;
/// kept as long as the model, and given back by the forms' own finalisers when nobody refers to the model any more.
/// </summary>
internal sealed class PreparedForms
{
    private readonly ConcurrentDictionary<(Type Form, string Device), Lazy<object>> forms = new();

    /// <summary>The form of a type for a device.</summary>
    /// <param name="device">Device as its engine calls it.</param>
    /// <param name="prepare">Makes it; a failure is not kept.</param>
    public T Get<T>(string device, Func<T> prepare)
        where T : class
    {
        (Type, string) key = (typeof(T), device);
        Lazy<object> form = forms.GetOrAdd(key, _ => new Lazy<object>(prepare));
        try
        {
            return (T)form.Value;
        }
        catch
        {
            forms.TryRemove(new KeyValuePair<(Type, string), Lazy<object>>(key, form));
            throw;
        }
    }
}
