using System.Text.Json;
using EdgeFlow.Api.Http;
using EdgeFlow.Protocol;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Access;

/// <summary>Sends every JSON answer to a tenant's caller through the <see cref="Redactor"/>: also what a resource
/// forgot to leave out.</summary>
internal sealed class Redaction(Redactor redactor) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (http.Caller().Tenant is not { } tenant || result is not IValueHttpResult { Value: { } value })
        {
            return result;
        }

        var answer = JsonSerializer.SerializeToNode(value, value.GetType(), ProtocolJson.Options)!;
        await redactor.Redact(answer, tenant, http.RequestAborted);
        return Replies.Json(answer, (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
    }
}
