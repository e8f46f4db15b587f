import time, cProfile, pstats, sys, pytest
from uuid import UUID
from sync import topics
from tests.registry.ledger import *
from registry.services import rows
from sync.models import Statement, LogEntry
import orjson
@pytest.mark.django_db
def test_bench(ledger):
    from django.db import connection
    from registry.models import Person
    ids=[person(n) for n in range(1,3001)]
    for i in range(0,3000,400):
        ledger.say("person.issued", NATIONAL, {"issued_for":GUIZHOU,"persons":ids[i:i+400]})
    ledger.open()
    def bulk_store(items):
        rows.insert(Statement,[{"id":i.id,"author":i.author,"seq":i.seq,"topic":i.topic,"digest":"","raw":"\\x00","issued_at":i.issued_at,"stored_at":ledger.now,"status":"logged"} for i in items])
        for i in items: i.position=next(ledger.positions)
        rows.insert(LogEntry,[{"position":i.position,"statement_id":i.id,"leaf":"","published":True} for i in items])
    t=topics.find("decision.issued")
    for rnd in range(6):
        bodies=[{"person":p,"points":[5,10,12,4,11][n%5],"legal_basis":["regulation_38","regulation_40","regulation_40","regulation_38","regulation_40"][n%5], "decided_on":f"2025-0{rnd+1}-1{n%10}"} for n,p in enumerate(ids[rnd%3*500:(rnd%3+1)*500])]
        raw=[ledger.item("decision.issued",GUIZHOU,b) for b in bodies]
        T=[time.perf_counter()]
        for i in raw: i.value=t.handler.parse(i.body)
        T.append(time.perf_counter())
        topics.hooks().lock(t.handler.subjects(raw)); T.append(time.perf_counter())
        v=t.handler.check(raw,now=ledger.now); T.append(time.perf_counter())
        assert not any(v), v[0]
        bulk_store(raw); T.append(time.perf_counter())
        prof=None
        if rnd==9 and len(sys.argv): prof=cProfile.Profile(); prof.enable()
        s=t.handler.apply(raw,now=ledger.now); T.append(time.perf_counter())
        from django.test.utils import CaptureQueriesContext
        with CaptureQueriesContext(connection) as q: topics.hooks().settle(s,raw,now=ledger.now)
        if rnd==5:
            for x in q.captured_queries: print(x['time'], x['sql'][:60], '...', x['sql'][-60:])
        T.append(time.perf_counter())
        if prof: prof.disable(); pstats.Stats(prof).sort_stats("tottime").print_stats(35)
        print([round((b-a)*1000,1) for a,b in zip(T,T[1:])], "parse lock check store apply settle")
    # cpu time
    c=time.process_time(); 
