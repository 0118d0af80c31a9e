namespace EdgeFlow.Cli.Access;

/// <summary>A token that was made now, as it is printed.</summary>
/// <param name="Token">The token, for its owner; kept nowhere.</param>
/// <param name="Line">Its line for the control plane's file of tokens.</param>
internal sealed record NewToken(string Token, string Line);
