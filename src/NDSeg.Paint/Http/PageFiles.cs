using System.Reflection;

namespace NDSeg.Paint.Http;

/// <summary>The files of the page, from the assembly into memory. Names are looked up, never turned into paths.</summary>
internal static class PageFiles
{
    private static readonly Dictionary<string, HttpResponse> Files = Load();

    /// <summary>A file by its path on the server, or null.</summary>
    public static HttpResponse? Find(string path) => Files.GetValueOrDefault(path == "/" ? "/index.html" : path);

    private static Dictionary<string, HttpResponse> Load()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, HttpResponse>(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames())
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files["/" + name] = new HttpResponse(200, TypeOf(Path.GetExtension(name)), bytes);
        }

        return files;
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
