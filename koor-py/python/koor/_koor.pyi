"""
The compiled half of the package `koor`.
"""

from collections.abc import Iterator
from datetime import datetime
from koor.exceptions import KoorError
from koor.transport import Transport
from os import PathLike
from typing import Any, SupportsFloat, SupportsIndex, final
from typing_extensions import disjoint_base

__all__ = ["Answer", "AsyncCluster", "Chart", "Cluster", "Inventory", "Question", "Report", "Rows", "catalogue", "connect", "connect_async", "demo", "demo_async", "diff", "open_recording", "open_recording_async", "version_advice", "version_calendar"]

@final
class Answer:
    """
    What a daemon answered, where body and success are not all there is to tell.

    A daemon that declines has answered: with a status below zero and a message. Where nobody answered, raise an
    exception instead; a `KoorError` says of which kind.

    Parameters
    ----------
    body
        The answer, to the byte.
    status
        Zero, or a negative errno: -2 is ENOENT, -22 EINVAL, -95 EOPNOTSUPP.
    message
        What the daemon says beside the body.
    asked_at
        When it was asked, with a time zone; now, where it is not said.

    Examples
    --------
    >>> import koor
    >>> koor.Answer(b"{}")
    <koor.Answer 0, 2 bytes>
    >>> koor.Answer(status=-22, message="no such command").status
    -22
    """
    def __new__(cls, /, body: "bytes" = ..., status: SupportsIndex = 0, message: str = ..., asked_at: datetime | None = None) -> Answer: ...
    def __repr__(self, /) -> str: ...
    @property
    def asked_at(self, /) -> datetime | None:
        """
        When it was asked.
        """
    @property
    def body(self, /) -> bytes:
        """
        The answer, to the byte.
        """
    @property
    def message(self, /) -> str:
        """
        What the daemon says beside the body.
        """
    @property
    def status(self, /) -> int:
        """
        Zero, or a negative errno.
        """

@final
class AsyncCluster:
    """
    One cluster for asyncio, made by `connect_async`, `open_recording_async` or `demo_async`: the methods of `Cluster` as
    coroutines. A task that is cancelled stops asking.

    Examples
    --------
    >>> import asyncio, koor
    >>> asyncio.run(koor.demo_async("nearfull"))
    <koor.AsyncCluster simulator: ...>
    """
    def __repr__(self, /) -> str:
        """
        From where this cluster is seen.
        """
    async def chart(self, /, name: str, duration: SupportsFloat | SupportsIndex | None = ..., every: SupportsFloat | SupportsIndex | None = ...) -> Chart:
        """
        A chart, which a notebook shows as a picture: `pools`, `osd-fullness`, `osd-latency`, `osd-pgs`, and over time
        `client-io`, `client-ops`, `recovery` and `used`.

        One over time looks at a live cluster for `duration` seconds, a minute unless told; of a recording it shows every
        round, of a pretend cluster the last hour.

        Parameters
        ----------
        name
            Which one.
        duration
            Over time: for how long, in seconds.
        every
            Over time: how often, in seconds.

        Raises
        ------
        InvalidInputError
            Where there is no such chart.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async('slow-osds')
        ...     return (await cluster.chart('osd-latency')).title
        >>> asyncio.run(look())
        'Which OSDs are slow'
        """
    async def claim(self, /, namespace: str, name: str) -> Report:
        """
        One claim, followed down to its image or subvolume, its pool and its OSDs.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.claim('shop', 'cart')).to_dict()['trace']['claim']['phase']
        >>> asyncio.run(look())
        'Bound'
        """
    async def claims(self, /, namespace: str | None = ..., storage_class: str | None = ..., pool: str | None = ..., unhealthy: bool = ..., all_drivers: bool = ...) -> Rows:
        """
        The claims of applications, one a row, each with the pool or file system that it lies on.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return [row['name'] for row in (await cluster.claims(namespace='monitoring'))]
        >>> asyncio.run(look())
        ['grafana', 'prometheus-0']
        """
    async def config(self, /) -> Rows:
        """
        The central configuration, one option a row.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return 'default' in (await cluster.config()).columns
        >>> asyncio.run(look())
        True
        """
    async def crashes(self, /, new: bool = ...) -> Rows:
        """
        The crashes that the cluster keeps, one a row, the newest first.

        Parameters
        ----------
        new
            Those that nobody archived yet.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return 'entity' in (await cluster.crashes(new=True)).columns
        >>> asyncio.run(look())
        True
        """
    async def daemons(self, /, daemon_type: str | None = ..., host: str | None = ..., state: str | None = ...) -> Rows:
        """
        Every daemon, one a row: its state in Ceph's words, whether that is as it should be, host, version.

        Parameters
        ----------
        daemon_type
            Those of this type: `mon`, `mgr`, `osd`, `mds`, `rgw`.
        host
            Those on this host.
        state
            Those whose state has this word.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return [mon['state'] for mon in (await cluster.daemons('mon'))]
        >>> asyncio.run(look())
        ['leader', 'peon', 'peon']
        """
    async def devices(self, /) -> Rows:
        """
        The disks, one a row: which daemons use them, where, and when they are expected to fail.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return len((await cluster.devices())) > 0
        >>> asyncio.run(look())
        True
        """
    async def df(self, /) -> Rows:
        """
        How much room there is: raw, by device class and by pool, and which OSD is full first. The rows are the pools.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return 'max_available_bytes' in (await cluster.df()).columns
        >>> asyncio.run(look())
        True
        """
    async def diff(self, /, before: Inventory | str | PathLike[str]) -> Rows:
        """
        What changed between an earlier moment and now, one change a row: what, from what, to what, and whether that is
        `worse`, `better` or `neutral`.

        Parameters
        ----------
        before
            An `Inventory`, or the path of a recording or of what `koor inventory -o json` wrote.

        Raises
        ------
        InvalidInputError, CorruptError
            Where the file can't be used.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return len((await cluster.diff(koor.demo().inventory()))) < 1000
        >>> asyncio.run(look())
        True
        """
    async def events(self, /) -> Rows:
        """
        What goes on and what happened lately, one event a row.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return 'message' in (await cluster.events()).columns
        >>> asyncio.run(look())
        True
        """
    async def file_systems(self, /) -> Rows:
        """
        The file systems, one a row: ranks, metadata servers, standbys, pools.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.file_systems())[0]['name']
        >>> asyncio.run(look())
        'cephfs'
        """
    async def health(self, /) -> Rows:
        """
        What is wrong, what it means here, why, and what to do next. The rows are the checks that are raised; Koor's own
        findings and advice are in `to_dict()`.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async('host-down')
        ...     return 'OSD_DOWN' in [check['code'] for check in (await cluster.health())]
        >>> asyncio.run(look())
        True
        """
    async def inventory(self, /) -> Inventory:
        """
        Everything that can be seen, with what could not be and why. Its rows are the parts: their age, source and count.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return len((await cluster.inventory()).to_dict()['osd_map']['seen']['value']['osds'])
        >>> asyncio.run(look())
        6
        """
    async def log(self, /, lines: SupportsIndex = ..., grep: str | None = ...) -> Rows:
        """
        The tail of the cluster's log, one line a row.

        Parameters
        ----------
        lines
            How many lines at most.
        grep
            Those that hold this text.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return len((await cluster.log(lines=5))) <= 5
        >>> asyncio.run(look())
        True
        """
    async def mds(self, /) -> Rows:
        """
        The metadata servers, one a row.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.mds())[0]['state']
        >>> asyncio.run(look())
        'up:active'
        """
    async def mgrs(self, /) -> Rows:
        """
        The mgrs, one a row, and which of them is active.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return [mgr['active'] for mgr in (await cluster.mgrs())]
        >>> asyncio.run(look())
        [True, False]
        """
    async def mons(self, /) -> Rows:
        """
        The mons, one a row: rank, state, clock skew and latency in seconds.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return len((await cluster.mons()))
        >>> asyncio.run(look())
        3
        """
    async def node(self, /, name: str) -> Report:
        """
        All that is known of one node, and what a drain of it would block and why.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.node('node1')).to_dict()['node']['name']
        >>> asyncio.run(look())
        'node1'
        """
    async def nodes(self, /, storage: bool = ..., unhealthy: bool = ...) -> Rows:
        """
        The nodes of Kubernetes, one a row: ready, cordoned, and which daemons they carry.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async('host-down')
        ...     return [row['name'] for row in (await cluster.nodes(unhealthy=True))]
        >>> asyncio.run(look())
        ['node3']
        """
    async def osd(self, /, id: SupportsIndex) -> Report:
        """
        All that is known of one OSD, by its number.

        Raises
        ------
        NotFoundError
            Where the cluster has no such OSD.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.osd(0)).to_dict()['osd']['name']
        >>> asyncio.run(look())
        'osd.0'
        """
    async def osd_tree(self, /) -> Rows:
        """
        The CRUSH tree, one bucket or OSD a row, each with its depth and its parent's id.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.osd_tree())[0]['type']
        >>> asyncio.run(look())
        'root'
        """
    async def osds(self, /, host: str | None = ..., device_class: str | None = ..., state: str | None = ..., pool: str | None = ...) -> Rows:
        """
        The OSDs, one a row: state, place, size and use in bytes, latencies in milliseconds, version.

        Parameters
        ----------
        host
            Those below this CRUSH host.
        device_class
            Those of this device class, such as `ssd`.
        state
            Those that are `up`, `down`, `in` or `out`.
        pool
            Those that serve this pool, by its name or number.

        Raises
        ------
        InvalidInputError
            Where there is no such state.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async('host-down')
        ...     return [osd['name'] for osd in (await cluster.osds(state='down'))]
        >>> asyncio.run(look())
        ['osd.8', 'osd.9', 'osd.10', 'osd.11']
        """
    async def pgs(self, /, unhealthy: bool = ..., pool: str | None = ..., state: str | None = ..., osd: SupportsIndex | None = ..., host: str | None = ...) -> Rows:
        """
        The placement groups, one a row: state, where they are and should be, objects, bytes, scrubs. Asks `pg dump`.

        Parameters
        ----------
        unhealthy
            Those that are not active and clean.
        pool
            Those of this pool, by its name or number.
        state
            Those in whose state all of these words are: `degraded`, `active+clean`.
        osd
            Those that this OSD serves, or shall serve, by its number.
        host
            Those that an OSD below this CRUSH host serves, or shall serve.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return len((await cluster.pgs(unhealthy=True)))
        >>> asyncio.run(look())
        0
        """
    async def pools(self, /, device_class: str | None = ..., application: str | None = ..., state: str | None = ...) -> Rows:
        """
        The pools, one a row: kind, size, PGs, quota, what is stored and what still fits, in bytes.

        Parameters
        ----------
        device_class
            Those that may put data on this device class.
        application
            Those that this application is enabled on: `rbd`, `cephfs`, `rgw`.
        state
            Those that are `nearfull`, `backfillfull`, `full`, at their `quota`, or `ok`.

        Raises
        ------
        InvalidInputError
            Where there is no such state.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return [pool['size'] for pool in (await cluster.pools(application='rbd'))]
        >>> asyncio.run(look())
        [3]
        """
    async def record(self, /, path: str | PathLike[str], duration: SupportsFloat | SupportsIndex | None = ..., every: SupportsFloat | SupportsIndex = ..., overwrite: bool = ..., redact: bool = ...) -> Report:
        """
        Keeps what the cluster says, as a folder or as one `.tar.zst`, and says what was kept.

        Parameters
        ----------
        path
            Where to: a name that ends with `.tar.zst`, or a folder.
        duration
            For how long, in seconds; once, where it is not said.
        every
            How often with a duration, in seconds.
        overwrite
            Whether to replace what is there.
        redact
            Whether to replace secrets by placeholders.

        Raises
        ------
        KoorError
            Where it can't be written. What the cluster does not answer is part of the recording.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.record(tempfile.mkdtemp() + '/now.tar.zst')).to_dict()['redacted']
        >>> asyncio.run(look())
        True
        """
    async def rgws(self, /) -> Rows:
        """
        The RADOS gateways of the service map, one a row.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return 'zone' in (await cluster.rgws()).columns
        >>> asyncio.run(look())
        True
        """
    async def rook(self, /) -> Report:
        """
        Rook and Kubernetes beside Ceph: what Rook wants and says, what Kubernetes runs and what Ceph tells, each daemon, what
        an upgrade waits for, and where the three disagree.

        Raises
        ------
        InvalidInputError
            Where no Kubernetes is known beside this cluster.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async('upgrade-stuck')
        ...     return (await cluster.rook()).to_dict()['rook']['phase']
        >>> asyncio.run(look())
        'Ready'
        """
    async def rook_resources(self, /, kind: str | None = ..., unhealthy: bool = ...) -> Rows:
        """
        Rook's objects, one a row: the CephCluster, pools, file systems, object stores.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return [row['name'] for row in (await cluster.rook_resources(kind='CephFilesystem'))]
        >>> asyncio.run(look())
        ['cephfs']
        """
    async def status(self, /) -> Report:
        """
        How is the cluster? Never asks for more than one screen needs.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async('host-down')
        ...     return (await cluster.status()).severity
        >>> asyncio.run(look())
        'HEALTH_WARN'
        """
    async def version_card(self, /, catalogue: str | None = ...) -> Report:
        """
        The same in short, one line a product: what runs, the newest patch, how long it is supported, the worst that was found.

        Parameters
        ----------
        catalogue
            The path of another catalogue than the one that came with Koor.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.version_card()).to_dict()['products'][0]['product']
        >>> asyncio.run(look())
        'ceph'
        """
    async def version_check(self, /, catalogue: str | None = ..., against: str | None = ...) -> Report:
        """
        What runs held against the catalogue of versions: how long it is supported, what is newer, what must not be run
        here, and why. What could not be seen is told as unknown.

        Parameters
        ----------
        catalogue
            The path of another catalogue than the one that came with Koor.
        against
            The path of a manifest that is judged before it is applied: a CephCluster, values of Rook's charts.

        Raises
        ------
        InvalidInputError
            Where a file can't be read.
        CorruptError
            Where it is no catalogue or contradicts itself, or a manifest names no version.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.version_check()).to_dict()['worst']
        >>> asyncio.run(look())
        'error'
        """
    async def version_facts(self, /) -> dict[str, Any]:
        """
        What of this cluster decides over its versions, to be handed to `version_advice` or to a version service: nothing
        in it names the cluster, its daemons, hosts or pools.

        Raises
        ------
        KoorError
            Where the cluster did not answer; its `kind` says why.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return (await cluster.version_facts())['facts']['read-affinity']
        >>> asyncio.run(look())
        False
        """
    async def versions(self, /) -> Rows:
        """
        Everything that has a version, one kind and version a row, beside what is wanted: Ceph's daemons and which are
        behind, Rook, CSI, Kubernetes, kernels. What nobody told is in `to_dict()["unknown"]`, with the reason.

        Examples
        --------
        >>> import asyncio, koor
        >>> async def look():
        ...     cluster = await koor.demo_async()
        ...     return any(row['behind'] for row in (await cluster.versions()))
        >>> asyncio.run(look())
        False
        """

@final
class Chart(Report):
    """
    A chart: a picture in a notebook, text in a terminal, its figures in `to_dict()`.

    The picture carries its cluster, source and times in itself. What is not known is no bar and no point; it is named
    below.

    Examples
    --------
    >>> import koor
    >>> chart = koor.demo("slow-osds").chart("osd-latency")
    >>> chart.title
    'Which OSDs are slow'
    >>> chart.to_svg()[:5]
    '<svg '
    >>> chart.to_dict()["plot"]["axis"]
    {'label': 'commit latency', 'unit': 'milliseconds'}
    """
    def _repr_html_(self, /) -> str:
        """
        The picture, too: a notebook takes HTML first.
        """
    def _repr_svg_(self, /) -> str:
        """
        What a notebook shows.
        """
    @property
    def empty(self, /) -> str | None:
        """
        Why nothing is drawn; `None` where something is.
        """
    @property
    def lead(self, /) -> str:
        """
        What is to be seen in it, in words; empty where nothing is drawn.
        """
    @property
    def title(self, /) -> str:
        """
        What it shows.
        """
    def to_svg(self, /) -> "str":
        """
        The picture as SVG, to be kept or shown elsewhere: it needs nothing beside it.
        """

@final
class Cluster:
    """
    One cluster, made by `connect`, `open_recording` or `demo`; each method asks it and waits for the answer.

    Waiting gives up the GIL, Ctrl-C ends it at once, and one cluster may be asked from many threads. In a process that
    was forked after Koor was used it refuses.

    Answers do not raise because something could not be seen: they say what, and why. What raises is a question about one
    thing that is not there, and a filter that makes no sense.

    Examples
    --------
    >>> import koor
    >>> koor.demo("nearfull")
    <koor.Cluster simulator: ...>
    """
    def __repr__(self, /) -> str:
        """
        From where this cluster is seen.
        """
    def chart(self, /, name: str, duration: SupportsFloat | SupportsIndex | None = ..., every: SupportsFloat | SupportsIndex | None = ...) -> Chart:
        """
        A chart, which a notebook shows as a picture: `pools`, `osd-fullness`, `osd-latency`, `osd-pgs`, and over time
        `client-io`, `client-ops`, `recovery` and `used`.

        One over time looks at a live cluster for `duration` seconds, a minute unless told; of a recording it shows every
        round, of a pretend cluster the last hour.

        Parameters
        ----------
        name
            Which one.
        duration
            Over time: for how long, in seconds.
        every
            Over time: how often, in seconds.

        Raises
        ------
        InvalidInputError
            Where there is no such chart.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo('slow-osds')
        >>> cluster.chart('osd-latency').title
        'Which OSDs are slow'
        """
    def claim(self, /, namespace: str, name: str) -> Report:
        """
        One claim, followed down to its image or subvolume, its pool and its OSDs.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.claim('shop', 'cart').to_dict()['trace']['claim']['phase']
        'Bound'
        """
    def claims(self, /, namespace: str | None = ..., storage_class: str | None = ..., pool: str | None = ..., unhealthy: bool = ..., all_drivers: bool = ...) -> Rows:
        """
        The claims of applications, one a row, each with the pool or file system that it lies on.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> [row['name'] for row in cluster.claims(namespace='monitoring')]
        ['grafana', 'prometheus-0']
        """
    def config(self, /) -> Rows:
        """
        The central configuration, one option a row.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> 'default' in cluster.config().columns
        True
        """
    def crashes(self, /, new: bool = ...) -> Rows:
        """
        The crashes that the cluster keeps, one a row, the newest first.

        Parameters
        ----------
        new
            Those that nobody archived yet.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> 'entity' in cluster.crashes(new=True).columns
        True
        """
    def daemons(self, /, daemon_type: str | None = ..., host: str | None = ..., state: str | None = ...) -> Rows:
        """
        Every daemon, one a row: its state in Ceph's words, whether that is as it should be, host, version.

        Parameters
        ----------
        daemon_type
            Those of this type: `mon`, `mgr`, `osd`, `mds`, `rgw`.
        host
            Those on this host.
        state
            Those whose state has this word.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> [mon['state'] for mon in cluster.daemons('mon')]
        ['leader', 'peon', 'peon']
        """
    def devices(self, /) -> Rows:
        """
        The disks, one a row: which daemons use them, where, and when they are expected to fail.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> len(cluster.devices()) > 0
        True
        """
    def df(self, /) -> Rows:
        """
        How much room there is: raw, by device class and by pool, and which OSD is full first. The rows are the pools.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> 'max_available_bytes' in cluster.df().columns
        True
        """
    def diff(self, /, before: Inventory | str | PathLike[str]) -> Rows:
        """
        What changed between an earlier moment and now, one change a row: what, from what, to what, and whether that is
        `worse`, `better` or `neutral`.

        Parameters
        ----------
        before
            An `Inventory`, or the path of a recording or of what `koor inventory -o json` wrote.

        Raises
        ------
        InvalidInputError, CorruptError
            Where the file can't be used.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> len(cluster.diff(koor.demo().inventory())) < 1000
        True
        """
    def events(self, /) -> Rows:
        """
        What goes on and what happened lately, one event a row.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> 'message' in cluster.events().columns
        True
        """
    def file_systems(self, /) -> Rows:
        """
        The file systems, one a row: ranks, metadata servers, standbys, pools.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.file_systems()[0]['name']
        'cephfs'
        """
    def health(self, /) -> Rows:
        """
        What is wrong, what it means here, why, and what to do next. The rows are the checks that are raised; Koor's own
        findings and advice are in `to_dict()`.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo('host-down')
        >>> 'OSD_DOWN' in [check['code'] for check in cluster.health()]
        True
        """
    def inventory(self, /) -> Inventory:
        """
        Everything that can be seen, with what could not be and why. Its rows are the parts: their age, source and count.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> len(cluster.inventory().to_dict()['osd_map']['seen']['value']['osds'])
        6
        """
    def log(self, /, lines: SupportsIndex = ..., grep: str | None = ...) -> Rows:
        """
        The tail of the cluster's log, one line a row.

        Parameters
        ----------
        lines
            How many lines at most.
        grep
            Those that hold this text.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> len(cluster.log(lines=5)) <= 5
        True
        """
    def mds(self, /) -> Rows:
        """
        The metadata servers, one a row.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.mds()[0]['state']
        'up:active'
        """
    def mgrs(self, /) -> Rows:
        """
        The mgrs, one a row, and which of them is active.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> [mgr['active'] for mgr in cluster.mgrs()]
        [True, False]
        """
    def mons(self, /) -> Rows:
        """
        The mons, one a row: rank, state, clock skew and latency in seconds.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> len(cluster.mons())
        3
        """
    def node(self, /, name: str) -> Report:
        """
        All that is known of one node, and what a drain of it would block and why.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.node('node1').to_dict()['node']['name']
        'node1'
        """
    def nodes(self, /, storage: bool = ..., unhealthy: bool = ...) -> Rows:
        """
        The nodes of Kubernetes, one a row: ready, cordoned, and which daemons they carry.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo('host-down')
        >>> [row['name'] for row in cluster.nodes(unhealthy=True)]
        ['node3']
        """
    def osd(self, /, id: SupportsIndex) -> Report:
        """
        All that is known of one OSD, by its number.

        Raises
        ------
        NotFoundError
            Where the cluster has no such OSD.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.osd(0).to_dict()['osd']['name']
        'osd.0'
        """
    def osd_tree(self, /) -> Rows:
        """
        The CRUSH tree, one bucket or OSD a row, each with its depth and its parent's id.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.osd_tree()[0]['type']
        'root'
        """
    def osds(self, /, host: str | None = ..., device_class: str | None = ..., state: str | None = ..., pool: str | None = ...) -> Rows:
        """
        The OSDs, one a row: state, place, size and use in bytes, latencies in milliseconds, version.

        Parameters
        ----------
        host
            Those below this CRUSH host.
        device_class
            Those of this device class, such as `ssd`.
        state
            Those that are `up`, `down`, `in` or `out`.
        pool
            Those that serve this pool, by its name or number.

        Raises
        ------
        InvalidInputError
            Where there is no such state.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo('host-down')
        >>> [osd['name'] for osd in cluster.osds(state='down')]
        ['osd.8', 'osd.9', 'osd.10', 'osd.11']
        """
    def pgs(self, /, unhealthy: bool = ..., pool: str | None = ..., state: str | None = ..., osd: SupportsIndex | None = ..., host: str | None = ...) -> Rows:
        """
        The placement groups, one a row: state, where they are and should be, objects, bytes, scrubs. Asks `pg dump`.

        Parameters
        ----------
        unhealthy
            Those that are not active and clean.
        pool
            Those of this pool, by its name or number.
        state
            Those in whose state all of these words are: `degraded`, `active+clean`.
        osd
            Those that this OSD serves, or shall serve, by its number.
        host
            Those that an OSD below this CRUSH host serves, or shall serve.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> len(cluster.pgs(unhealthy=True))
        0
        """
    def pools(self, /, device_class: str | None = ..., application: str | None = ..., state: str | None = ...) -> Rows:
        """
        The pools, one a row: kind, size, PGs, quota, what is stored and what still fits, in bytes.

        Parameters
        ----------
        device_class
            Those that may put data on this device class.
        application
            Those that this application is enabled on: `rbd`, `cephfs`, `rgw`.
        state
            Those that are `nearfull`, `backfillfull`, `full`, at their `quota`, or `ok`.

        Raises
        ------
        InvalidInputError
            Where there is no such state.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> [pool['size'] for pool in cluster.pools(application='rbd')]
        [3]
        """
    def record(self, /, path: str | PathLike[str], duration: SupportsFloat | SupportsIndex | None = ..., every: SupportsFloat | SupportsIndex = ..., overwrite: bool = ..., redact: bool = ...) -> Report:
        """
        Keeps what the cluster says, as a folder or as one `.tar.zst`, and says what was kept.

        Parameters
        ----------
        path
            Where to: a name that ends with `.tar.zst`, or a folder.
        duration
            For how long, in seconds; once, where it is not said.
        every
            How often with a duration, in seconds.
        overwrite
            Whether to replace what is there.
        redact
            Whether to replace secrets by placeholders.

        Raises
        ------
        KoorError
            Where it can't be written. What the cluster does not answer is part of the recording.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.record(tempfile.mkdtemp() + '/now.tar.zst').to_dict()['redacted']
        True
        """
    def rgws(self, /) -> Rows:
        """
        The RADOS gateways of the service map, one a row.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> 'zone' in cluster.rgws().columns
        True
        """
    def rook(self, /) -> Report:
        """
        Rook and Kubernetes beside Ceph: what Rook wants and says, what Kubernetes runs and what Ceph tells, each daemon, what
        an upgrade waits for, and where the three disagree.

        Raises
        ------
        InvalidInputError
            Where no Kubernetes is known beside this cluster.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo('upgrade-stuck')
        >>> cluster.rook().to_dict()['rook']['phase']
        'Ready'
        """
    def rook_resources(self, /, kind: str | None = ..., unhealthy: bool = ...) -> Rows:
        """
        Rook's objects, one a row: the CephCluster, pools, file systems, object stores.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> [row['name'] for row in cluster.rook_resources(kind='CephFilesystem')]
        ['cephfs']
        """
    def status(self, /) -> Report:
        """
        How is the cluster? Never asks for more than one screen needs.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo('host-down')
        >>> cluster.status().severity
        'HEALTH_WARN'
        """
    def version_card(self, /, catalogue: str | None = ...) -> Report:
        """
        The same in short, one line a product: what runs, the newest patch, how long it is supported, the worst that was found.

        Parameters
        ----------
        catalogue
            The path of another catalogue than the one that came with Koor.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.version_card().to_dict()['products'][0]['product']
        'ceph'
        """
    def version_check(self, /, catalogue: str | None = ..., against: str | None = ...) -> Report:
        """
        What runs held against the catalogue of versions: how long it is supported, what is newer, what must not be run
        here, and why. What could not be seen is told as unknown.

        Parameters
        ----------
        catalogue
            The path of another catalogue than the one that came with Koor.
        against
            The path of a manifest that is judged before it is applied: a CephCluster, values of Rook's charts.

        Raises
        ------
        InvalidInputError
            Where a file can't be read.
        CorruptError
            Where it is no catalogue or contradicts itself, or a manifest names no version.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.version_check().to_dict()['worst']
        'error'
        """
    def version_facts(self, /) -> dict[str, Any]:
        """
        What of this cluster decides over its versions, to be handed to `version_advice` or to a version service: nothing
        in it names the cluster, its daemons, hosts or pools.

        Raises
        ------
        KoorError
            Where the cluster did not answer; its `kind` says why.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> cluster.version_facts()['facts']['read-affinity']
        False
        """
    def versions(self, /) -> Rows:
        """
        Everything that has a version, one kind and version a row, beside what is wanted: Ceph's daemons and which are
        behind, Rook, CSI, Kubernetes, kernels. What nobody told is in `to_dict()["unknown"]`, with the reason.

        Examples
        --------
        >>> import koor
        >>> cluster = koor.demo()
        >>> any(row['behind'] for row in cluster.versions())
        False
        """

@final
class Inventory(Rows):
    """
    Everything that was seen of a cluster at one time. Its rows are the parts: how old, from whom, how many things.

    `to_dict()` is the whole of it, as `koor inventory -o json` writes it.

    Examples
    --------
    >>> import koor
    >>> inventory = koor.demo().inventory()
    >>> inventory.to_dict()["osd_map"]["seen"]["value"]["osds"][0]["id"]
    0
    >>> {part["state"] for part in inventory}
    {'seen'}
    """

@final
class Question:
    """
    One question to one daemon, as a transport of your own is asked it.

    Examples
    --------
    >>> import koor
    >>> def ask(question: koor.Question) -> dict:
    ...     raise koor.exceptions.UnsupportedError(f"nobody to ask {question.target} about `{question}`")
    >>> koor.connect(transport=ask).status().unseen["cluster"]
    'nobody to ask mon about `status`'
    """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str:
        """
        As one would type it behind `ceph`.
        """
    @property
    def command(self, /) -> dict[str, Any]:
        """
        The same as a dictionary: `prefix`, `format`, and the arguments by name.
        """
    @property
    def json(self, /) -> str:
        """
        The command whole, as the JSON that Ceph's daemons take: `{"prefix": "osd dump", "format": "json"}`.
        """
    @property
    def prefix(self, /) -> str:
        """
        The command without its arguments, such as `osd dump`.
        """
    @property
    def target(self, /) -> str:
        """
        Who is asked: `mon` (any of them), `mgr` (the active one), or one daemon by its name, such as `mon.a`, `osd.3`.
        """
    @property
    def timeout(self, /) -> float:
        """
        How long is waited for the answer, in seconds. Later ones are dropped.
        """

@disjoint_base
class Report:
    """
    One answer: text to `print`, a table in a notebook, the command's JSON as a dictionary.

    An answer is never an exception because something could not be seen: it says what, and why. All moments are in UTC.

    Examples
    --------
    >>> import koor
    >>> status = koor.demo("host-down").status()
    >>> status.severity
    'HEALTH_WARN'
    >>> status.to_dict()["health"]["status"]
    'HEALTH_WARN'
    >>> status.seen.tzname()
    'UTC'
    """
    def __repr__(self, /) -> str:
        """
        What a terminal shows: long tables are cut.
        """
    def __str__(self, /) -> str: ...
    def _repr_html_(self, /) -> str:
        """
        What a notebook shows.
        """
    @property
    def cluster(self, /) -> str:
        """
        The name by which the cluster was opened.
        """
    @property
    def failure(self, /) -> KoorError | None:
        """
        Why this is no answer to rely on, as an exception to look at or to raise; `None` where it is one.

        Nothing could be seen of what was asked for, or the mons have no quorum. Its `kind` says which.
        """
    @property
    def fsid(self, /) -> str | None:
        """
        The cluster's id; `None` where nothing told.
        """
    @property
    def partial(self, /) -> dict[str, str]:
        """
        What was seen in part: the part's name, and why not all of it.
        """
    @property
    def seen(self, /) -> datetime:
        """
        When the cluster was looked at, in UTC; of a recording, when it was recorded.
        """
    @property
    def severity(self, /) -> str | None:
        """
        The worst of Ceph's health and of what Koor found itself: `HEALTH_OK`, `HEALTH_WARN` or `HEALTH_ERR`; `None`
        where neither is known.
        """
    @property
    def source(self, /) -> str:
        """
        From where, for people: the library or program, the client and the conf file, or the recording.
        """
    @property
    def stale(self, /) -> dict[str, str]:
        """
        What was seen but may be older than it looks: the part's name, and why.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The same as the command's `-o json`, and as the HTTP API. What is `None` in it is not known.
        """
    @property
    def unseen(self, /) -> dict[str, str]:
        """
        What was asked for and could not be seen: the part's name, and why.
        """

@disjoint_base
class Rows(Report):
    """
    An answer that is a list: as long as it has rows, each a dictionary as in the JSON, and a table for pyarrow, polars
    and pandas without a copy by Python.

    Columns are named and typed as in the JSON: `_bytes` are bytes, `_ms` and `_s` milliseconds and seconds, ratios
    go from 0 to 1, moments are timestamps in UTC, and what is not known is null. When and from where the rows are stands
    in the schema's metadata, too (`koor.seen`, `koor.source`, `koor.cluster`, `koor.stale`, `koor.partial`,
    `koor.unseen`), and each column's meaning in its own (`description`).

    Where the rows could not be seen, reading them raises `failure`: none seen is not the same as none there.

    Examples
    --------
    >>> import koor
    >>> osds = koor.demo("host-down").osds()
    >>> len(osds), osds[0]["name"]
    (20, 'osd.0')
    >>> sorted({osd["host"] for osd in osds if not osd["up"]})
    ['node3']
    >>> import pyarrow
    >>> pyarrow.table(osds).column("up").to_pylist().count(False)
    4
    """
    def __arrow_c_schema__(self, /) -> "object":
        """
        The types of the columns, for whoever reads Arrow.
        """
    def __arrow_c_stream__(self, /, requested_schema: "object | None" = None) -> "object":
        """
        The rows as one record batch, for whoever reads Arrow. A schema that is wished for is not cast to.
        """
    def __getitem__(self, index: Any, /) -> Any: ...
    def __iter__(self, /) -> Iterator[dict[str, Any]]: ...
    def __len__(self, /) -> int: ...
    @property
    def columns(self, /) -> list[str]:
        """
        The names of the columns.
        """
    def to_arrow(self, /) -> "Any":
        """
        A `pyarrow.Table` of the rows.

        Raises
        ------
        ImportError
            Where pyarrow is not installed.
        """
    def to_pandas(self, /) -> "Any":
        """
        A `pandas.DataFrame` of the rows, by way of pyarrow.

        Raises
        ------
        ImportError
            Where pandas or pyarrow is not installed.
        """
    def to_polars(self, /) -> "Any":
        """
        A `polars.DataFrame` of the rows.

        Raises
        ------
        ImportError
            Where polars is not installed.
        """

def catalogue(path: str | PathLike[str] | None = None) -> dict[str, Any]:
    """
    What Koor knows of versions: release lines, what goes with what, legal upgrades, bad releases, CVEs, each with its
    sources; and how old that is. Asks no cluster.

    Parameters
    ----------
    path
        Another catalogue than the one in use.

    Raises
    ------
    InvalidInputError, CorruptError
        Where the catalogue can't be used.

    Examples
    --------
    >>> import koor
    >>> catalogue = koor.catalogue()
    >>> sorted(catalogue["catalogue"])
    ['age_days', 'dated', 'entries', 'old', 'origin']
    >>> "CVE-2025-30156" in [cve["id"] for cve in catalogue["holds"]["cve"]]
    True
    """

def connect(conf: str | PathLike[str] | None = None, keyring: str | PathLike[str] | None = None, name: str | None = None, cluster: str | None = None, recording: str | PathLike[str] | None = None, kubeconfig: str | PathLike[str] | None = None, context: str | None = None, namespace: str | None = None, transport: Transport | None = None, timeout: SupportsFloat | SupportsIndex | None = None) -> Cluster:
    """
    Opens the cluster that is named, else the one that the environment, the config files or this host name.

    Checks what can be checked here; the first question connects.

    Parameters
    ----------
    conf
        The Ceph conf file.
    keyring
        The keyring, where the conf does not name it.
    name
        The client, such as `client.admin`.
    cluster
        A cluster by its name in Koor's config file.
    recording
        A recording: a folder or a `.tar.zst`.
    kubeconfig
        The kubeconfig of the Kubernetes cluster that Rook runs in. With any of these three and no conf or recording, Ceph
        is reached through Kubernetes; beside one, Kubernetes is asked about itself.
    context
        The kubeconfig's context.
    namespace
        The namespace of the CephCluster.
    transport
        A transport of your own, instead of all of the above: a function, or a coroutine function, that takes a
        `Question` and returns an `Answer`, or only its body as `bytes`, `str`, `dict` or `list`. It is called from
        other threads, up to eight at once. What it raises is told as the failure of that one question:
        a `KoorError` as what it is, `TimeoutError` as a timeout, `PermissionError` as denied, `ConnectionError` as
        unreachable, anything else as unsupported. Who is unreachable or late is not asked for the rest of that look.
    timeout
        How long one question may take, in seconds.

    Raises
    ------
    KoorError
        Where the choice can't be made, or its files can't be used.

    Examples
    --------
    >>> import koor
    >>> def ask(question):
    ...     if question.prefix == "health":
    ...         return {"status": "HEALTH_OK", "checks": {}, "mutes": []}
    ...     raise NotImplementedError(question.prefix)
    >>> koor.connect(transport=ask).health().severity
    'HEALTH_OK'
    """

async def connect_async(conf: str | PathLike[str] | None = None, keyring: str | PathLike[str] | None = None, name: str | None = None, cluster: str | None = None, recording: str | PathLike[str] | None = None, kubeconfig: str | PathLike[str] | None = None, context: str | None = None, namespace: str | None = None, transport: Transport | None = None, timeout: SupportsFloat | SupportsIndex | None = None) -> AsyncCluster:
    """
    The same for asyncio, with the same parameters. A transport's coroutines run on the loop that awaits this.

    Raises
    ------
    KoorError
        Where the choice can't be made, or its files can't be used.

    Examples
    --------
    >>> import asyncio, koor
    >>> async def ask(question):
    ...     return {"status": "HEALTH_OK", "checks": {}, "mutes": []}
    >>> async def look():
    ...     cluster = await koor.connect_async(transport=ask)
    ...     return (await cluster.health()).severity
    >>> asyncio.run(look())
    'HEALTH_OK'
    """

def demo(scenario: str = "healthy-small", seed: SupportsIndex = 0) -> Cluster:
    """
    A pretend cluster that lives: try everything, or test a tool of your own, without a cluster.

    Parameters
    ----------
    scenario
        What is wrong in it, such as `host-down` or `large:200`; the command `koor demo ls` tells them all.
    seed
        Another story of the same scenario.

    Raises
    ------
    InvalidInputError
        Where there is no such scenario.

    Examples
    --------
    >>> import koor
    >>> koor.demo("nearfull").status().severity
    'HEALTH_WARN'
    """

async def demo_async(scenario: str = ..., seed: SupportsIndex = 0) -> AsyncCluster:
    """
    The same for asyncio.

    Raises
    ------
    InvalidInputError
        Where there is no such scenario.

    Examples
    --------
    >>> import asyncio, koor
    >>> asyncio.run(koor.demo_async("nearfull"))
    <koor.AsyncCluster ...>
    """

def diff(before: Inventory | str | PathLike[str], after: Inventory | str | PathLike[str]) -> Rows:
    """
    What changed between two moments, one change a row.

    Parameters
    ----------
    before, after
        Each an `Inventory`, or the path of a recording or of what `koor inventory -o json` wrote.

    Raises
    ------
    InvalidInputError, CorruptError
        Where a file can't be used.

    Examples
    --------
    >>> import koor
    >>> inventory = koor.demo().inventory()
    >>> koor.diff(inventory, inventory)[:]
    []
    """

def open_recording(path: str | PathLike[str]) -> Cluster:
    """
    Opens a recording, a folder or a `.tar.zst`: everything that only reads works on it.

    Raises
    ------
    KoorError
        Where it can't be read.

    Examples
    --------
    >>> import koor, tempfile
    >>> path = tempfile.mkdtemp() + "/demo.tar.zst"
    >>> kept = koor.demo("host-down").record(path)
    >>> koor.open_recording(path).status().severity
    'HEALTH_WARN'
    """

async def open_recording_async(path: str | PathLike[str]) -> AsyncCluster:
    """
    The same for asyncio.

    Raises
    ------
    KoorError
        Where it can't be read.

    Examples
    --------
    >>> import asyncio, koor, tempfile
    >>> path = tempfile.mkdtemp() + "/demo.tar.zst"
    >>> kept = koor.demo("host-down").record(path)
    >>> asyncio.run(koor.open_recording_async(path))
    <koor.AsyncCluster recording of ...>
    """

def version_advice(facts: dict[str, Any], catalogue: str | PathLike[str] | None = None) -> dict[str, Any]:
    """
    What is said of the versions of a cluster that nobody looks at: of the facts that its owner tells. Asks no cluster.

    Parameters
    ----------
    facts
        What `Cluster.version_facts()` gave, or as much of it as somebody likes to tell.
    catalogue
        The path of another catalogue than the one in use.

    Raises
    ------
    InvalidInputError
        Where the facts are none, or one is not of its trait's kind; or where the catalogue can't be read.
    CorruptError
        Where the catalogue can't be used.

    Examples
    --------
    >>> import koor
    >>> advice = koor.version_advice({"facts": {"ceph": ["18.2.4"], "architecture": ["arm64"]}})
    >>> advice["worst"]
    'error'
    """

def version_calendar(all: bool = False, catalogue: str | PathLike[str] | None = None) -> list[dict[str, Any]]:
    """
    When release lines of Ceph, Rook, Kubernetes and Ceph-CSI end, one line a row, the earliest end first. Asks no cluster.

    Parameters
    ----------
    all
        Also what ended more than a year ago.
    catalogue
        The path of another catalogue than the one in use.

    Raises
    ------
    InvalidInputError, CorruptError
        Where the catalogue can't be used.

    Examples
    --------
    >>> import koor
    >>> ends = {line["line"]: line["ends"] for line in koor.version_calendar() if line["product"] == "ceph"}
    >>> ends["20"][0]["date"]
    '2027-06-01'
    """
