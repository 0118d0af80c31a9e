using System.Reflection;

namespace EdgeFlow.EventStore.Schema;

/// <summary>One step of a database's schema. Once released it never changes: a later step follows it.</summary>
/// <param name="Name">Names the step within its room, for example <c>0001-events</c>; they run in that order.</param>
/// <param name="Sql">One or more statements.</param>
public sealed record SchemaScript(string Name, string Sql)
{
    /// <summary>Reads a step from an assembly's embedded resource of that name.</summary>
    /// <param name="assembly">The room's assembly.</param>
    /// <param name="name">The resource's logical name.</param>
    /// <exception cref="InvalidOperationException">There is no such resource.</exception>
    public static SchemaScript Embedded(Assembly assembly, string name)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"'{assembly.GetName().Name}' embeds no resource '{name}'.");
        using var reader = new StreamReader(stream);
        return new SchemaScript(name, reader.ReadToEnd());
    }
}
