using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Exchange.Bindings;

/// <summary>Reads which binding starts what: a YAML or JSON file, <c>bindings: {NAME: {application: …}}</c>. Pure but
/// for <see cref="Load"/>.</summary>
public static class BindingFile
{
    /// <summary>Most bindings.</summary>
    public const int MaxBindings = 100;

    private const string Expected = "a binding has application and, as it likes, version, mode, frames, priority, "
        + "parameters, body, job and tickSeconds";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNameCaseInsensitive = false,
    };

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
        if (DocumentJson.Read(text, out var errors) is not { } json)
        {
            var error = errors[0];
            throw new BindingFileException(
                $"{path}:{error.Line}:{error.Column}: {error.Problem}; expected {error.Expected}");
        }

        try
        {
            var bindings = JsonSerializer.Deserialize<Document>(json, Strict)!.Bindings;
            var problem = bindings.Count is 0 or > MaxBindings
                ? $"bindings: {bindings.Count}; expected 1 to {MaxBindings}"
                : bindings.Select(entry => Problem(entry.Key, entry.Value)).FirstOrDefault(found => found is not null);
            return problem is null ? bindings : throw new BindingFileException($"{path}: {problem}");
        }
        catch (JsonException wrong)
        {
            throw new BindingFileException(
                $"{path}: {wrong.Path}: is not known here, lacks something or is of another type; {Expected}", wrong);
        }
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
