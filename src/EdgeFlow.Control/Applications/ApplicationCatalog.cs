using System.Collections.Concurrent;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Jobs;
using Npgsql;

namespace EdgeFlow.Control.Applications;

/// <summary>What does a version of an application declare? Versions never change, so they are kept in memory. Thread
/// safe.</summary>
public sealed class ApplicationCatalog(NpgsqlDataSource database)
{
    /// <summary>Most versions kept in memory; beyond it all are forgotten and read again.</summary>
    public const int MaxCached = 1_000;

    private readonly ConcurrentDictionary<(string Name, int Version), ApplicationSpec> specs = new();

    /// <summary>A version; null when there is none.</summary>
    /// <param name="name">The application.</param>
    /// <param name="version">Its version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ApplicationSpec?> Find(string name, int version, CancellationToken cancellationToken)
    {
        if (specs.TryGetValue((name, version), out var known))
        {
            return known;
        }

        await using var select = database.CreateCommand(
            "select manifest from applications where application = $1 and version = $2");
        select.Parameters.AddWithValue(name);
        select.Parameters.AddWithValue(version);
        if (await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not string manifest)
        {
            return null;
        }

        if (specs.Count >= MaxCached)
        {
            specs.Clear();
        }

        return specs[(name, version)] = StoredManifest.Read(name, version, manifest);
    }

    /// <summary>The DAG of a job, with the submission's parameters in its stages.</summary>
    /// <exception cref="InvalidDataException">The job names a version that is not stored.</exception>
    public async Task<ApplicationSpec> Of(JobState job, CancellationToken cancellationToken)
    {
        var spec = await Find(job.Application.Value, job.Version, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException(
                $"Job '{job.Job}' runs version {job.Version} of application '{job.Application}', which is not stored.");
        return For(spec, job);
    }

    /// <summary>An application as a job runs it: with the submission's parameters in its stages. Pure.</summary>
    /// <param name="spec">The version that the job runs.</param>
    /// <param name="job">The job.</param>
    public static ApplicationSpec For(ApplicationSpec spec, JobState job)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(job);
        return job.Parameters.Count == 0
            ? spec
            : spec with { Tasks = [.. spec.Tasks.Select(task => WithParameters(task, job))] };
    }

    private static TaskSpec WithParameters(TaskSpec task, JobState job) =>
        job.Parameters.TryGetValue(task.Id.Value, out var parameters)
            ? task with { Stage = task.Stage with { Parameters = parameters } }
            : task;
}
