using System.Text;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>The published JSON Schema (2020-12) of a manifest, as it was built with this reader.</summary>
public static class ManifestSchema
{
    /// <summary>Name of the file below <c>docs/schema</c> and of the resource.</summary>
    public const string FileName = "application.v1.schema.json";

    /// <summary>The schema's text. Safe for concurrent use.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(ManifestSchema).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"The resource {FileName} is missing from the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
