using EdgeFlow.Api.Http;
using EdgeFlow.Control.Access;
using EdgeFlow.Protocol.Problems;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Access;

/// <summary>
/// Lets a tenant's caller only to its own jobs and applications. What is another's and what is not there are answered
/// here, by the same words and the same look-up, before any resource is asked.
/// </summary>
internal sealed class OwnedThings(Ownership ownership) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Caller().Tenant is not { } tenant)
        {
            return await next(context);
        }

        if (http.Request.RouteValues["job"] is string job
            && !await ownership.HasJob(job, tenant, http.RequestAborted))
        {
            return Problems.Of(ProblemKinds.NotFound, "There is no such job.");
        }

        return http.Request.RouteValues["application"] is string application
            && !await ownership.HasApplication(application, tenant, http.RequestAborted)
            ? Problems.Of(ProblemKinds.NotFound, "There is no such application.")
            : await next(context);
    }
}
