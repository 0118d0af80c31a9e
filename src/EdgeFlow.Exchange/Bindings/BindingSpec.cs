using System.Text.Json;

namespace EdgeFlow.Exchange.Bindings;

/// <summary>What a delivery of one binding starts. Immutable.</summary>
/// <param name="Application">The application that is run.</param>
/// <param name="Version">Its version; null for the newest.</param>
/// <param name="Mode"><c>batch</c> or <c>stream</c>; null for the application's own.</param>
/// <param name="Frames">How many frames; null for the application's own.</param>
/// <param name="Priority">0 to 100; null for the application's own.</param>
/// <param name="Parameters">Stage parameters: task → object.</param>
/// <param name="Body">What a message's body is: <see cref="IgnoredBody"/> or <see cref="ParametersBody"/>.</param>
/// <param name="Job">The job's name, with <c>{application}</c>, <c>{binding}</c> and <c>{key}</c>, twelve digits that
/// are the same for the same delivery.</param>
/// <param name="TickSeconds">For a schedule: ticks that round to the same multiple of this are one.</param>
public sealed record BindingSpec(
    string Application, int? Version = null, string? Mode = null, long? Frames = null, int? Priority = null,
    IReadOnlyDictionary<string, JsonElement>? Parameters = null, string Body = BindingSpec.IgnoredBody,
    string Job = BindingSpec.UsualJob, int TickSeconds = 1)
{
    /// <summary>The body only tells one message from another.</summary>
    public const string IgnoredBody = "ignored";

    /// <summary>The body is an object of stage parameters: task → object, laid over <see cref="Parameters"/>; a member
    /// <c>id</c> names the message and is no task.</summary>
    public const string ParametersBody = "parameters";

    /// <summary>How jobs are named when nobody says otherwise.</summary>
    public const string UsualJob = "{application}-{key}";

    /// <summary>Longest tick, in seconds: a day.</summary>
    public const int MaxTickSeconds = 86_400;
}
