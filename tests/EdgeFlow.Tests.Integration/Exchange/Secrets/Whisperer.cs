using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace EdgeFlow.Tests.Integration.Exchange.Secrets;

/// <summary>A service that wants a secret: one address keeps it to itself, the others tell it in every way.</summary>
public sealed class Whisperer : IAsyncDisposable
{
    private readonly WebApplication app;

    private Whisperer(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public static async Task<Whisperer> Start(string secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/check", (HttpContext http) => Given(http) == secret ? Results.Text("right") : Results.Text("no"));
        app.MapPost("/echo", (HttpContext http) => Results.Text($"you said {Given(http)}"));
        app.MapPost("/tell", (HttpContext http) =>
        {
            http.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = $"I do not like {Given(http)}";
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        });
        await app.StartAsync();
        return new Whisperer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string Given(HttpContext http) => http.Request.Headers["X-Api-Key"].ToString();
}
