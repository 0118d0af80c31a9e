using System.Collections.Immutable;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Applications.Manifests;
using EdgeFlow.Domain.Documents;
using EdgeFlow.Domain.Ids;

namespace EdgeFlow.Domain.Jobs.Submissions;

/// <summary>What somebody wrote to submit a job. Immutable.</summary>
/// <param name="Application">The application.</param>
/// <param name="Version">Its version; null for the newest.</param>
/// <param name="Change">What it asks otherwise than the application's defaults.</param>
/// <param name="Parameters">Task id → canonical JSON object of the stage parameters that it overrides.</param>
public sealed record Submission(
    ApplicationName Application, int? Version, DemandChange Change,
    ImmutableSortedDictionary<string, string> Parameters)
{
    /// <summary>Where the parameters of each task stand in the text.</summary>
    internal ImmutableDictionary<string, DocumentNode> Places { get; init; } =
        ImmutableDictionary<string, DocumentNode>.Empty;

    /// <summary>What the job asks: the application's defaults with this submission's changes.</summary>
    public JobDemand DemandOver(ApplicationSpec application) => Change.Over(application.Demand);

    /// <summary>
    /// Checks it against the application that it names: its tasks exist, its demand holds together, and no address of
    /// an external stage is replaced. Empty when all is well.
    /// </summary>
    public ImmutableArray<ManifestError> CheckAgainst(ApplicationSpec application)
    {
        var errors = new ErrorList();
        var stages = application.Tasks.ToDictionary(task => task.Id.Value, task => task.Stage, StringComparer.Ordinal);
        foreach (var (task, json) in Parameters)
        {
            var place = Places[task];
            if (!stages.TryGetValue(task, out var stage))
            {
                errors.Add(
                    place, $"the application '{application.Name}' has no task '{task}'",
                    errors.Suggest(task, stages.Keys.Order(StringComparer.Ordinal), "the id of one of its tasks"));
            }
            else if (stage.Kind == StageReader.ExternalKind && StageParameters.Has(json, StageReader.UrlKey))
            {
                errors.Add(place, "the address of an external stage cannot be replaced", "other parameters than url");
            }
        }

        if (DemandLimits.Problem(DemandOver(application)) is { } problem)
        {
            errors.Add(new ManifestError("/rate", 1, 1, problem, "a demand that fits the application's defaults"));
        }

        return errors.ToImmutable();
    }
}
