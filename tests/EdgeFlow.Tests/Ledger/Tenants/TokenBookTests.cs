using EdgeFlow.Api.Access;
using EdgeFlow.Control.Access;
using EdgeFlow.Tests.Control;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Tenants;

/// <summary>The book of tokens follows its file, and keeps to what it has when the file is wrong.</summary>
public sealed class TokenBookTests : IDisposable, ILogger<TokenBook>
{
    private readonly string path = Path.GetTempFileName();
    private readonly ManualTime time = new();
    private readonly List<string> log = [];

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Find_NoTokensAsked_IsTheOperator()
    {
        var book = new TokenBook(null, null, time, this);

        Assert.Equal(TokenBook.Anybody, book.Find(""));
        Assert.Equal(TokenBook.Anybody, book.Find("anything"));
    }

    [Fact]
    public void Find_OneToken_IsTheOperatorsAlone()
    {
        var book = new TokenBook("right-token", null, time, this);

        Assert.Equal(TokenBook.Anybody, book.Find("right-token"));
        Assert.Null(book.Find(""));
        Assert.Null(book.Find("right-toke"));
        Assert.Null(book.Find("right-token "));
    }

    [Fact]
    public void Find_HashInsteadOfTheToken_IsNobody()
    {
        Write("ann-has-this-token user acme ann");
        var book = new TokenBook(null, path, time, this);

        Assert.Equal(new Caller("ann", CallerRole.User, "acme"), book.Find("ann-has-this-token"));
        Assert.Null(book.Find($"sha256:{Convert.ToHexStringLower(TokenHash.Of("ann-has-this-token"))}"));
    }

    [Fact]
    public void Find_FileChanges_FollowsItWithinASecond()
    {
        Write("ann-has-this-token user acme ann");
        var book = new TokenBook("right-token", path, time, this);
        Write("bob-has-this-token user acme bob");

        Assert.NotNull(book.Find("ann-has-this-token"));
        time.Pass(TokenBook.LookEvery.TotalMilliseconds);

        Assert.Null(book.Find("ann-has-this-token"));
        Assert.Equal("bob", book.Find("bob-has-this-token")?.Actor);
        Assert.Equal(TokenBook.Anybody, book.Find("right-token"));
    }

    [Fact]
    public void Find_FileBecomesWrong_KeepsTheTokensAndSaysSoOnce()
    {
        Write("ann-has-this-token user acme ann");
        var book = new TokenBook(null, path, time, this);
        Write("bob-has-this-token king acme bob");

        for (var i = 0; i < 3; i++)
        {
            time.Pass(TokenBook.LookEvery.TotalMilliseconds);
            Assert.NotNull(book.Find("ann-has-this-token"));
        }

        var line = Assert.Single(log);
        Assert.Contains("role", line, StringComparison.Ordinal);
        Assert.DoesNotContain("has-this-token", line, StringComparison.Ordinal);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => log.Add(formatter(state, exception));

    private void Write(string lines)
    {
        File.WriteAllText(path, lines + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
