using System.Text;
using System.Text.Json;

namespace EdgeFlow.Domain.Documents;

/// <summary>Checks that a text is JSON and nothing more, so that what calls itself JSON is not read as YAML.</summary>
internal static class JsonSyntax
{
    /// <summary>Reports the first place that is no JSON. Reads token by token: nesting costs no stack.</summary>
    public static bool Check(string text, ErrorList errors)
    {
        var options = new JsonReaderOptions { MaxDepth = DocumentLimits.MaxDepth + 1 };
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), options);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException error)
        {
            var problem = error.Message.Split(" LineNumber:", StringSplitOptions.None)[0];
            errors.Add(new ManifestError(
                "", (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1,
                EventText.Clean(problem), $"JSON (RFC 8259), nested at most {DocumentLimits.MaxDepth} deep"));
            return false;
        }
    }
}
