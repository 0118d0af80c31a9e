using System.CommandLine;
using System.CommandLine.Parsing;

namespace EdgeFlow.Cli.Connection;

/// <summary>The options by which every command finds its control plane.</summary>
internal static class ServerOptions
{
    /// <summary>Where a control plane listens when nothing else is said.</summary>
    public const string DefaultServer = "http://127.0.0.1:7700";

    /// <summary>Address of the control plane.</summary>
    public static Option<Uri> Server { get; } = new("--server", "-s")
    {
        Description = $"Address of the control plane (or EDGEFLOW_SERVER; {DefaultServer})",
        Recursive = true,
        DefaultValueFactory = _ => new Uri(FromEnvironment("EDGEFLOW_SERVER") ?? DefaultServer),
        CustomParser = Address,
    };

    /// <summary>Token that the control plane asks for.</summary>
    public static Option<string?> Token { get; } = new("--token")
    {
        Description = "API token (or EDGEFLOW_TOKEN)",
        Recursive = true,
        DefaultValueFactory = _ => FromEnvironment("EDGEFLOW_TOKEN"),
    };

    /// <summary>A client for the options given.</summary>
    public static EdgeFlowClient Client(this ParseResult parsed) =>
        new(parsed.GetValue(Server)!, parsed.GetValue(Token));

    /// <summary>Reads an option that is an http address; anything else is an error of the command line.</summary>
    public static Uri? Address(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
        {
            return address;
        }

        result.AddError($"'{text}' is no address: expected e.g. {DefaultServer}.");
        return null;
    }

    /// <summary>As <see cref="Address"/>, or the Dapr app id of a control plane: <c>dapr://edgeflow</c>.</summary>
    public static Uri? AddressOrApp(ArgumentResult result) =>
        Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var app) && app.Scheme == "dapr"
            ? app
            : Address(result);

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
