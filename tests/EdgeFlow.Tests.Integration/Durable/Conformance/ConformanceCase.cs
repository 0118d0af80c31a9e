using System.Reflection;

namespace EdgeFlow.Tests.Integration.Durable.Conformance;

/// <summary>One case: a method that is marked as such, and the concept whose class it is in.</summary>
internal sealed record ConformanceCase(string Concept, MethodInfo Method, CaseAttribute Mark)
{
    public string Name => $"{Concept}.{Method.Name}";

    /// <summary>All cases, by concept, each concept's in the order in which they are written.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. typeof(ConformanceCase).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CaseBook)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type => type.GetMethods()
                .OrderBy(method => method.MetadataToken)
                .Select(method => (Method: method, Mark: method.GetCustomAttribute<CaseAttribute>()))
                .Where(found => found.Mark is not null)
                .Select(found => new ConformanceCase(ConceptOf(type), found.Method, found.Mark!))),
    ];

    /// <summary>One book of each concept.</summary>
    public static IReadOnlyList<CaseBook> Books(ConformanceTarget target) =>
    [
        .. All.Select(item => item.Method.DeclaringType!).Distinct()
            .Select(type => (CaseBook)Activator.CreateInstance(type, target)!),
    ];

    public Task Run(CaseBook book) => (Task)Method.Invoke(book, null)!;

    private static string ConceptOf(Type type) => type.Name[..^"Cases".Length];
}
