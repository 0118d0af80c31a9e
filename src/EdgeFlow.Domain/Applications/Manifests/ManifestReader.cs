using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Applications.Manifests;

/// <summary>
/// Reads an application from YAML or JSON, or says everything that is wrong with it. Total: no text makes it throw,
/// overflow the stack or take more than linear time beyond <see cref="DocumentLimits"/>. Pure; safe for concurrent use.
/// </summary>
public static class ManifestReader
{
    /// <summary>The version of the manifest's shape.</summary>
    public const string ApiVersion = "edgeflow.io/v1";

    /// <summary>The kind of document.</summary>
    public const string Kind = "Application";

    /// <summary>Reads a manifest.</summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="format">Its syntax; JSON refuses what is only YAML.</param>
    public static ManifestResult Read(string text, DocumentFormat format = DocumentFormat.Auto)
    {
        var errors = new ErrorList();
        var root = DocumentParser.Parse(text, format, errors);
        var spec = root is null ? null : ReadApplication(root, errors);
        if (spec is null || !errors.IsEmpty)
        {
            return new ManifestRefused(errors.ToImmutable());
        }

        var json = CanonicalManifest.Write(spec);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(json));
        return new ManifestAccepted(spec, json, Convert.ToHexStringLower(hash));
    }

    private static ApplicationSpec? ReadApplication(DocumentNode root, ErrorList errors)
    {
        var values = new Values(errors);
        var fields = Fields.Of(root, ManifestShapes.Application, errors);
        values.Word(fields["apiVersion"], ApiVersion);
        values.Word(fields["kind"], Kind);
        var metadata = Fields.Of(fields["metadata"], ManifestShapes.Metadata, errors);
        var name = values.NameOf(metadata["name"]);
        var description = values.Text(
            metadata["description"], ManifestLimits.MaxDescription, "a description for people") ?? "";
        var spec = Fields.Of(fields["spec"], ManifestShapes.Spec, errors);
        var demand = DemandReader.Read(spec, errors).Over(DemandReader.Defaults);
        if (errors.IsEmpty && DemandLimits.Problem(demand) is { } problem)
        {
            var place = demand.Budget is not null && demand.Mode != JobMode.Stream ? spec["budget"] : fields["spec"];
            errors.Add(place!, problem, "a required rate that is at most the wished one; a budget only for a stream");
        }

        var tasks = new TaskReader(errors).ReadAll(spec["tasks"]);
        return name is null ? null : new ApplicationSpec(new ApplicationName(name), description, tasks, demand);
    }
}
