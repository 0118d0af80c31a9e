using EdgeFlow.Control.Answers;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Refuses names in paths that break the rule for names, before anybody looks them up.</summary>
internal sealed class NameFilter : IEndpointFilter
{
    private static readonly string[] Kinds = ["application", "job", "node", "link"];

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var values = context.HttpContext.Request.RouteValues;
        var refusal = Kinds.Where(values.ContainsKey)
            .Select(kind => Names.Check(kind, values[kind]?.ToString()))
            .FirstOrDefault(found => found is not null);
        return refusal is null ? next(context) : ValueTask.FromResult<object?>(Problems.Of(refusal));
    }
}
