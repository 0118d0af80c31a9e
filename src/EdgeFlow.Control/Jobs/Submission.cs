using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Control.Answers;
using EdgeFlow.Domain.Applications;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Jobs;
using EdgeFlow.Domain.Units;
using EdgeFlow.Protocol.Jobs;
using EdgeFlow.Protocol.Problems;

namespace EdgeFlow.Control.Jobs;

/// <summary>Makes a command of a submission: what it leaves out comes from the application. Pure.</summary>
public static class Submission
{
    private const int IdDigits = 12;

    /// <summary>The command, or everything that is wrong.</summary>
    /// <param name="asked">What is wanted.</param>
    /// <param name="application">The application.</param>
    /// <param name="version">Its version.</param>
    /// <param name="id">The job's id.</param>
    /// <param name="now">When it is asked.</param>
    public static Answer<SubmitJob> Read(
        JobSubmission asked, ApplicationSpec application, int version, string id, DateTimeOffset now)
    {
        var errors = new List<ProblemError>();
        var demand = application.Demand with
        {
            Mode = Word(asked.Mode, "/mode", application.Demand.Mode, errors),
            WhenInfeasible = Word(asked.WhenInfeasible, "/whenInfeasible", application.Demand.WhenInfeasible, errors),
            Frames = asked.Frames ?? application.Demand.Frames,
            Required = asked.RequiredRate is { } required ? new FrameRate(required) : application.Demand.Required,
            Wished = asked.WishedRate is { } wished ? new FrameRate(wished) : application.Demand.Wished,
            LatencyBound = asked.LatencyBoundMs is { } bound
                ? new Milliseconds(bound)
                : application.Demand.LatencyBound,
            Priority = asked.Priority ?? application.Demand.Priority,
            Budget = Budget(asked, application.Demand.Budget),
            Accuracy = asked.Accuracy ?? application.Demand.Accuracy,
        };
        var parameters = GivenParameters.Read(asked.Parameters, application, errors);
        if (DemandLimits.Fault(demand) is { } fault)
        {
            errors.Add(new ProblemError(Member(fault.Pointer), 0, 0, fault.Problem, "a value in its range"));
        }

        return errors.Count > 0
            ? Refusal.Of(ProblemKinds.InvalidBody, "submission", errors)
            : new SubmitJob(
                new JobId(id), application.Name, version, demand, [.. application.Tasks.Select(task => task.Id)],
                parameters, now);
    }

    /// <summary>
    /// The id of a job whose submission names none: made from the Idempotency-Key, so that a repetition after a crash
    /// means the same job, else from a new UUID.
    /// </summary>
    /// <param name="application">The application's name.</param>
    /// <param name="key">The request's Idempotency-Key; null for none.</param>
    public static string MakeId(string application, string? key)
    {
        var seed = key is null ? Guid.CreateVersion7().ToByteArray() : SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var digits = Convert.ToHexStringLower(SHA256.HashData(seed))[..IdDigits];
        var prefix = application.Length + 1 + IdDigits <= Name.MaxLength ? application : application[..40].TrimEnd('-');
        return $"{prefix}-{digits}";
    }

    private static JobBudget? Budget(JobSubmission asked, JobBudget? declared)
    {
        // The budget that a manifest gives its streams does not bind a run of it as a batch.
        declared = asked.Mode == "batch" ? null : declared;
        var (price, watts) = (asked.PricePerHour ?? declared?.PricePerHour, asked.Watts ?? declared?.Watts);
        return price is null && watts is null ? null : new JobBudget(price, watts);
    }

    // A submission names some members of a demand otherwise than a manifest does.
    private static string Member(string pointer) => pointer switch
    {
        "/rate/required" => "/requiredRate",
        "/rate/wished" => "/wishedRate",
        "/latency" => "/latencyBoundMs",
        "/budget" or "/budget/pricePerHour" => "/pricePerHour",
        "/budget/watts" => "/watts",
        _ => pointer,
    };

    private static T Word<T>(string? word, string pointer, T byDefault, List<ProblemError> errors)
        where T : struct, Enum
    {
        if (word is null)
        {
            return byDefault;
        }

        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        if (names.Contains(word))
        {
            return Enum.Parse<T>(word, ignoreCase: true);
        }

        errors.Add(new ProblemError(pointer, 0, 0, $"'{word}' is no choice", $"one of: {string.Join(", ", names)}"));
        return byDefault;
    }
}
