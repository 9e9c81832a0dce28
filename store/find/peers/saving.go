package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"heshi/model"
	"heshi/store"
)

// saving saves cases one at a time, by turns in this store, in SQLite, and as a
// raw append; each durable when it returns.
func saving(dir string, sample []model.Case, rounds int) error {
	dir, err := os.MkdirTemp(dir, "saving")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := open(filepath.Join(dir, "store"))
	if err != nil {
		return err
	}
	defer s.Close()
	lite, err := newTable(filepath.Join(dir, "s.db"))
	if err != nil {
		return err
	}
	defer lite.db.Close()
	raw, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		return err
	}
	defer raw.Close()
	block := make([]byte, 4096)
	jobs := []func(c model.Case) error{
		func(c model.Case) error {
			c.ID, c.No, c.Rev, c.ShopID, c.State, c.ClosedAt = "", "", 0, "", "", time.Time{}
			_, err := s.AddCase(context.Background(), store.By{Actor: "a", At: time.Now()}, c)
			return err
		},
		lite.insert,
		func(model.Case) error {
			_, err := raw.Write(block)
			return errors.Join(err, raw.Sync())
		},
	}
	took := make([]times, len(jobs))
	for round := range rounds + 300 {
		c := sample[round%len(sample)]
		for _, i := range rand.Perm(len(jobs)) {
			began := time.Now()
			if err := jobs[i](c); err != nil {
				return err
			}
			if round >= 300 {
				took[i] = append(took[i], time.Since(began))
			}
		}
	}
	for _, t := range took {
		slices.Sort(t)
	}
	fmt.Printf("\nsaving a case, ms p50 / p99: heshi %s, SQLite WAL FULL with FTS5 %s, raw 4 KiB append and fsync %s\n",
		took[0].cell(), took[1].cell(), took[2].cell())
	ratio("a saved case over a raw append, p50", took[0].at(.5), took[2].at(.5))
	ratio("SQLite over ours, p50", took[1].at(.5), took[0].at(.5))
	return nil
}

// table is SQLite with what a save of ours leaves: the row that lists show, its
// search index, and an event with the record whole. Its statements are prepared.
type table struct {
	db               *sql.DB
	row, hits, event *sql.Stmt
}

func newTable(path string) (*table, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	t := &table{db: db}
	_, err = db.Exec(schema + "CREATE TABLE log(seq INTEGER PRIMARY KEY, at TEXT, actor TEXT, body BLOB);")
	prepare := func(text string) *sql.Stmt {
		if err != nil {
			return nil
		}
		var s *sql.Stmt
		s, err = db.Prepare(text)
		return s
	}
	t.row = prepare("INSERT INTO cases(no,name,phone,shop,goods,what) VALUES(?,?,?,?,?,?)")
	t.hits = prepare("INSERT INTO hits(rowid,no,name,phone,shop,goods,what) VALUES(?,?,?,?,?,?,?)")
	t.event = prepare("INSERT INTO log(at,actor,body) VALUES(?,?,?)")
	return t, err
}

func (t *table) insert(c model.Case) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	tx, err := t.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	r, err := tx.Stmt(t.row).Exec(c.No, c.Complainant.Name, c.Complainant.Phone, c.Shop, c.Goods, c.What)
	if err != nil {
		return err
	}
	id, err := r.LastInsertId()
	if err != nil {
		return err
	}
	if _, err := tx.Stmt(t.hits).Exec(id, c.No, c.Complainant.Name, c.Complainant.Phone, c.Shop, c.Goods, c.What); err != nil {
		return err
	}
	if _, err := tx.Stmt(t.event).Exec(time.Now().Format(time.RFC3339Nano), "a", body); err != nil {
		return err
	}
	return tx.Commit()
}
