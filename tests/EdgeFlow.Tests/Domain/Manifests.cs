using System.Runtime.CompilerServices;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using Xunit;

namespace EdgeFlow.Tests.Domain;

/// <summary>Texts of manifests for tests, and what reading them gives.</summary>
internal static class Manifests
{
    /// <summary>A manifest around a list of tasks in YAML, each line indented by four.</summary>
    public static string WithTasks(string tasks, string spec = "") =>
        $"apiVersion: edgeflow.io/v1\nkind: Application\nmetadata: {{ name: app }}\nspec:\n{spec}  tasks:\n{tasks}";

    /// <summary>A manifest of one task with these further keys, in YAML's flow syntax.</summary>
    public static string WithTask(string keys) => WithTasks($"    - {{ id: a, stage: {{ builtin: pass }}, {keys} }}\n");

    /// <summary>A manifest of one task with this stage.</summary>
    public static string WithStage(string stage) => WithTasks($"    - {{ id: a, stage: {stage} }}\n");

    public static ManifestAccepted Accepted(string text, DocumentFormat format = DocumentFormat.Auto)
    {
        var result = ManifestReader.Read(text, format);
        Assert.True(result is ManifestAccepted, result is ManifestRefused refused ? Lines(refused) : "");
        return (ManifestAccepted)result;
    }

    public static ApplicationSpec Spec(string text) => Accepted(text).Spec;

    public static IReadOnlyList<ManifestError> Errors(string text, DocumentFormat format = DocumentFormat.Auto) =>
        Assert.IsType<ManifestRefused>(ManifestReader.Read(text, format)).Errors;

    /// <summary>The errors as text, a line each.</summary>
    public static string Lines(ManifestRefused refused) => string.Join('\n', refused.Errors.Select(
        error => $"{error.Line}:{error.Column} {error.Pointer}: {error.Problem} | {error.Expected}"));

    /// <summary>Files of the samples.</summary>
    public static IEnumerable<string> SampleFiles => Directory.EnumerateFiles(
        Path.Combine(Root(), "workflows", "applications"), "*.yaml").Order(StringComparer.Ordinal);

    /// <summary>The repository's root.</summary>
    public static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
