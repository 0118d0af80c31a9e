using System.CommandLine;
using EdgeFlow.Api.Access;
using EdgeFlow.Cli.Output;

namespace EdgeFlow.Cli.Access;

/// <summary><c>edgeflow token new</c>: a random token, and its line for the control plane's file of tokens.</summary>
internal static class TokenCommand
{
    private static readonly Option<string> Actor = new("--actor")
    {
        Description = "Whose token it is, as the history names it", Required = true,
    };

    private static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "Tenant whose applications and jobs it is for; * for operators, nodes and readers of all",
    };

    private static readonly Option<string> Role = new("--role")
    {
        Description = "operator, user, reader or node", DefaultValueFactory = _ => "user",
    };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var made = new Command("new", "Make a random token and its line for the file of `serve --tokens`")
        {
            Actor, Tenant, Role,
        };
        made.SetAction(New);
        return new Command("token", "Tokens of callers") { made };
    }

    private static int New(ParseResult parsed)
    {
        var role = parsed.GetValue(Role)!;
        var tenant = parsed.GetValue(Tenant) ?? (role is "operator" or "node" ? "*" : "");
        if (TokenFile.CallerOf(role, tenant, parsed.GetValue(Actor)!, out var wrong) is not { } caller)
        {
            throw new UserErrorException($"token new: {wrong}");
        }

        var token = TokenHash.NewToken();
        var made = new NewToken(token, TokenFile.Line(new TokenEntry(TokenHash.Of(token), caller)));
        if (parsed.GetValue(Printer.Format) is var format and not OutputFormat.Table)
        {
            Printer.PrintDocument(format, made);
        }
        else
        {
            Console.WriteLine($"token  {made.Token}");
            Console.WriteLine($"line   {made.Line}");
        }

        Console.Error.WriteLine(
            "Give the token to its owner (EDGEFLOW_TOKEN or --token); it is not kept anywhere. Add the line to the "
            + "file of `serve --tokens`, which must be readable by its owner alone (chmod 600).");
        return 0;
    }
}
