using EdgeFlow.StageWorker.Secrets;
using Xunit;

namespace EdgeFlow.Tests.StageWorker.Secrets;

public sealed class SecretFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"secrets-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("vault", "plain", "plain", "one")]
    [InlineData("vault", "many", "b", "three")]
    [InlineData("vault", "many", "many", null)]
    [InlineData("vault", "plain", "other", null)]
    [InlineData("other", "plain", "plain", null)]
    public async Task Read_StoreNameAndKey_IsItsValue(string store, string name, string key, string? expected)
    {
        Write("""{"vault":{"plain":"one","many":{"a":"two","b":"three"}}}""");

        Assert.Equal(expected, await new SecretFile(path).Read(new SecretReference(store, name, key), default));
    }

    [Fact]
    public async Task Read_ValueThatWasChanged_IsTheNewOne()
    {
        var (file, reference) = (new SecretFile(path), new SecretReference("v", "n", "n"));
        Write("""{"v":{"n":"old"}}""");
        Assert.Equal("old", await file.Read(reference, default));

        Write("""{"v":{"n":"new"}}""");

        Assert.Equal("new", await file.Read(reference, default));
    }

    [Fact]
    public async Task Check_FileThatOthersMayRead_IsRefused()
    {
        Write("{}");
        Allow(Owner | UnixFileMode.GroupRead);

        var error = await Assert.ThrowsAsync<SecretStoreException>(() => new SecretFile(path).Check(default));

        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FileThatIsNoJson_IsToldWithoutItsText()
    {
        Write("""{"v":{"n":hidden-value}}""");

        var error = await Assert.ThrowsAsync<SecretStoreException>(() => new SecretFile(path).Check(default));

        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choose_FileThatIsNotThere_IsToldAtTheStart() =>
        await Assert.ThrowsAsync<SecretStoreException>(() => SecretSource.Choose(path, null, default));

    private void Write(string text)
    {
        File.WriteAllText(path, text);
        Allow(Owner);
    }

    private void Allow(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
