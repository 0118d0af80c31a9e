using System.Text.Json;
using EdgeFlow.Control.Answers;
using EdgeFlow.Control.Requests;
using Microsoft.AspNetCore.Http;

namespace EdgeFlow.Api.Http;

/// <summary>Reads JSON bodies strictly (<see cref="StrictJson"/>).</summary>
internal static class JsonBody
{
    /// <summary>The body as <typeparamref name="T"/>, or what is wrong with it.</summary>
    public static Task<Answer<T>> Read<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class => StrictJson.Read<T>(request.Body, cancellationToken);

    /// <summary>What a reader found wrong.</summary>
    public static Refusal Refused(JsonException wrong) => StrictJson.Refused(wrong);
}
