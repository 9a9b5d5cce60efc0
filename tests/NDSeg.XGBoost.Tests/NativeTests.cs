using System.Runtime.CompilerServices;
using NDSeg.XGBoost.Native;
using Xunit;

namespace NDSeg.XGBoost.Tests;

public class NativeTests
{
    [XGBoostFact]
    public void Warnings_of_the_library_reach_the_log_of_the_thread_they_arise_on()
    {
        var log = new List<string>();
        Provoke(log.Add);
        Assert.Contains(log, line => line.Contains("no_such_parameter", StringComparison.Ordinal));

        int lines = log.Count;
        Provoke(null);
        var other = new List<string>();
        var thread = new Thread(() => Provoke(other.Add));
        thread.Start();
        thread.Join();

        Assert.Equal(lines, log.Count);
        Assert.Contains(other, line => line.Contains("no_such_parameter", StringComparison.Ordinal));
    }

    [XGBoostFact]
    public void A_log_that_throws_does_not_tear_the_library_down()
    {
        int calls = 0;
        Provoke(_ =>
        {
            calls++;
            throw new InvalidOperationException("no more lines");
        });

        Assert.True(calls > 0);
    }

    [XGBoostFact]
    public void Closed_handles_are_refused()
    {
        XGBoostApi api = XGBoostLibrary.Require();
        DMatrix matrix = DMatrix.Create(api, [1f, 2f], 2, 1, threads: 1);
        Booster booster = Booster.Create(api, matrix);
        matrix.Dispose();
        Assert.Throws<ObjectDisposedException>(() => matrix.SetWeights([1f, 1f]));
        Assert.Throws<ObjectDisposedException>(() => booster.Update(0, matrix));
        booster.Dispose();
        booster.Dispose();
        Assert.Throws<ObjectDisposedException>(() => booster.SaveJson());
    }

    [XGBoostFact]
    public void A_failed_call_leaves_no_handle()
    {
        XGBoostApi api = XGBoostLibrary.Require();
        using DMatrix matrix = DMatrix.Create(api, [1f, 2f, 3f], 3, 1, threads: 1);
        SegException error = Assert.Throws<SegException>(() => matrix.SetWeights([1f, -1f, 1f]));
        Assert.Equal("XGBoostFailed", error.Id);
        Assert.Contains("sample weights", error.Message, StringComparison.Ordinal);
    }

    [XGBoostFact]
    public void Training_survives_a_busy_garbage_collector()
    {
        LabelledTable table = LabelledTable.Noise(rows: 300, features: 5, classes: 3, seed: 43);
        var parameters = LabelledTable.Reference.With("Rounds", 10);
        byte[] quiet = table.Train(parameters).LibraryModel!;

        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            }
        });
        collector.Start();
        try
        {
            for (int run = 0; run < 5; run++)
            {
                // Fresh arrays, so that there is something to move.
                var copy = table with { Values = [.. table.Values], Targets = [.. table.Targets], Weights = [.. table.Weights] };
                Assert.Equal(quiet, copy.Train(parameters).LibraryModel);
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    [XGBoostFact]
    public void Handles_left_open_are_finalised()
    {
        (WeakReference matrix, WeakReference booster) = Abandon();
        for (int attempt = 0; attempt < 10 && (matrix.IsAlive || booster.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(matrix.IsAlive || booster.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Matrix, WeakReference Booster) Abandon()
    {
        XGBoostApi api = XGBoostLibrary.Require();
        DMatrix matrix = DMatrix.Create(api, [1f, 2f, 3f, 4f], 4, 1, threads: 1);
        matrix.SetLabels([0, 1, 0, 1]);
        Booster booster = Booster.Create(api, matrix);
        booster.Update(0, matrix);
        return (new WeakReference(matrix), new WeakReference(booster));
    }

    private static void Provoke(Action<string>? log)
    {
        XGBoostApi api = XGBoostLibrary.Require();
        using var relay = new LogRelay(api, log);
        using DMatrix matrix = DMatrix.Create(api, [1f, 2f, 3f, 4f], 4, 1, threads: 1);
        matrix.SetLabels([0, 1, 0, 1]);
        using Booster booster = Booster.Create(api, matrix);
        booster.SetParameter("objective", "binary:logistic");
        booster.SetParameter("nthread", "1");
        booster.SetParameter("validate_parameters", "1");
        booster.SetParameter("no_such_parameter", "1");
        booster.Update(0, matrix);
    }
}
