namespace EdgeFlow.Cli.Output;

/// <summary>A column of a table.</summary>
/// <typeparam name="T">What a row shows.</typeparam>
/// <param name="Title">Its heading.</param>
/// <param name="Value">Its cell.</param>
/// <param name="Right">Numbers stand to the right.</param>
internal sealed record Column<T>(string Title, Func<T, string> Value, bool Right = false);
