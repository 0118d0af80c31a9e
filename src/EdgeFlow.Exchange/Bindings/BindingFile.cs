using System.Text.Json;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Exchange.Bindings;

/// <summary>Reads which binding starts what: a YAML or JSON file, <c>bindings: {NAME: {application: …}}</c>. Pure but
/// for <see cref="Load"/>.</summary>
public static class BindingFile
{
    /// <summary>Most bindings.</summary>
    public const int MaxBindings = 100;

    private static readonly TypedRules Rules = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNameCaseInsensitive = false,
    });

    /// <summary>The bindings of a file, by the name of the component.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BindingFileException">It is not there, or something in it is wrong.</exception>
    public static IReadOnlyDictionary<string, BindingSpec> Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > DocumentLimits.MaxBytes)
            {
                throw new BindingFileException($"{path}: at most {DocumentLimits.MaxBytes} bytes are read");
            }

            using var reader = new StreamReader(file);
            return Read(path, reader.ReadToEnd());
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new BindingFileException($"{path}: {cause.Message}", cause);
        }
    }

    /// <summary>The bindings of a text.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="BindingFileException">Something in it is wrong.</exception>
    public static IReadOnlyDictionary<string, BindingSpec> Read(string path, string text)
    {
        var errors = new ErrorList();
        var root = DocumentParser.Parse(text, DocumentFormat.Auto, errors);
        var document = root is null ? null : TypedDocument.Read<Document>(root, Rules, errors);
        if (document is null)
        {
            throw new BindingFileException(string.Join('\n', errors.ToImmutable().Select(
                error => $"{path}:{error.Line}:{error.Column}: {error.Pointer}: {error.Problem}; "
                    + $"expected {error.Expected}")));
        }

        var bindings = document.Bindings;
        var problem = bindings.Count is 0 or > MaxBindings
            ? $"bindings: {bindings.Count}; expected 1 to {MaxBindings}"
            : bindings.Select(entry => Problem(entry.Key, entry.Value)).FirstOrDefault(found => found is not null);
        return problem is null ? bindings : throw new BindingFileException($"{path}: {problem}");
    }

    private static string? Problem(string name, BindingSpec binding) =>
        !Name.IsValid(name) ? $"binding '{name}': the name of a component is {Name.Rule}"
        : !Name.IsValid(binding.Application) ? $"binding '{name}': application must be {Name.Rule}"
        : binding.Body is not (BindingSpec.IgnoredBody or BindingSpec.ParametersBody)
            ? $"binding '{name}': body must be {BindingSpec.IgnoredBody} or {BindingSpec.ParametersBody}"
        : binding.TickSeconds is < 1 or > BindingSpec.MaxTickSeconds
            ? $"binding '{name}': tickSeconds must be 1 to {BindingSpec.MaxTickSeconds}"
        : !binding.Job.Contains(Delivery.KeyMark, StringComparison.Ordinal)
            ? $"binding '{name}': job must have {Delivery.KeyMark}, or every delivery would be the same job"
        : !Name.IsValid(Delivery.JobName(name, binding, "")) ? $"binding '{name}': job must come to {Name.Rule}"
        : null;

    private sealed record Document(IReadOnlyDictionary<string, BindingSpec> Bindings);
}
