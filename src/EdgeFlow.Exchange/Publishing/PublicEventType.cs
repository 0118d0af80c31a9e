using System.Collections.Immutable;
using EdgeFlow.Domain;

namespace EdgeFlow.Exchange.Publishing;

/// <summary>A kind of event that others may see: its public name, what it is about, and its data. Immutable.</summary>
public sealed class PublicEventType
{
    /// <summary>What every public name begins with.</summary>
    public const string Prefix = "io.edgeflow.";

    /// <summary>The version that every name ends with today; data only gains members within a version.</summary>
    public const string Version = ".v1";

    private const string SchemaFolder = "https://edgeflow.io/schema/cloudevents/";

    internal PublicEventType(
        Type source, string name, string meaning, Func<IEvent, string> subject, ImmutableArray<PublicField> fields)
    {
        (Source, Meaning, Subject, Fields) = (source, meaning, subject, fields);
        Name = Prefix + name + Version;
        Stored = EventCatalog.NameOf(source);
        Schema = $"{SchemaFolder}{Name}.json";
    }

    /// <summary>Its public name, such as <c>io.edgeflow.job.completed.v1</c>.</summary>
    public string Name { get; }

    /// <summary>Where the schema of its data is, as an identifier.</summary>
    public string Schema { get; }

    /// <summary>The name that it is stored under.</summary>
    public string Stored { get; }

    /// <summary>What happened, in a sentence.</summary>
    public string Meaning { get; }

    /// <summary>The stored event's type.</summary>
    internal Type Source { get; }

    /// <summary>What it is about: the job, node, link, application, or the plans.</summary>
    internal Func<IEvent, string> Subject { get; }

    /// <summary>The members of its data, in the order in which they are written.</summary>
    internal ImmutableArray<PublicField> Fields { get; }
}
