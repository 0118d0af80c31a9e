using System.Collections.Immutable;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs.Submissions;

/// <summary>
/// Reads the submission of a job from JSON or YAML, or says everything that is wrong with it. Total, pure, safe for
/// concurrent use; same limits as a manifest.
/// </summary>
public static class SubmissionReader
{
    /// <summary>Reads a submission.</summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="format">Its syntax; JSON refuses what is only YAML.</param>
    public static SubmissionResult Read(string text, DocumentFormat format = DocumentFormat.Auto)
    {
        var errors = new ErrorList();
        var root = DocumentParser.Parse(text, format, errors);
        var submission = root is null ? null : Read(root, errors);
        return submission is null || !errors.IsEmpty
            ? new SubmissionRefused(errors.ToImmutable())
            : new SubmissionAccepted(submission);
    }

    private static Submission? Read(DocumentNode root, ErrorList errors)
    {
        var values = new Values(errors);
        var fields = Fields.Of(root, SubmissionShapes.Submission, errors);
        var application = values.NameOf(fields["application"]);
        var version = values.Whole(fields["version"], 1, Applications.ApplicationDecider.MaxVersions);
        var change = DemandReader.Read(fields, errors);
        var (parameters, places) = ReadParameters(fields["parameters"], errors);
        return application is null
            ? null
            : new Submission(new ApplicationName(application), (int?)version, change, parameters) { Places = places };
    }

    private static (ImmutableSortedDictionary<string, string> Json, ImmutableDictionary<string, DocumentNode> Places)
        ReadParameters(DocumentNode? node, ErrorList errors)
    {
        var json = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var places = ImmutableDictionary.CreateBuilder<string, DocumentNode>(StringComparer.Ordinal);
        if (node is not (null or MapNode))
        {
            errors.Add(node, $"{node.Kind} stands where an object is expected", "an object: task id → parameters");
        }

        foreach (var task in (node as MapNode)?.Keys ?? [])
        {
            var value = ((MapNode)node!)[task];
            if (!Name.IsValid(task))
            {
                errors.Add(value, $"'{task}' is no task's name", Name.Rule);
            }
            else if (value is not MapNode)
            {
                errors.Add(value, $"{value.Kind} stands where an object is expected", "an object of stage parameters");
            }
            else
            {
                json[task] = CanonicalJson.Write(writer => CanonicalJson.Write(writer, value, errors));
                places[task] = value;
            }
        }

        return (json.ToImmutable(), places.ToImmutable());
    }
}
