package main

import (
	"context"
	"database/sql"
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

// saving saves cases one at a time, by turns in this store, in SQLite with the
// same index and a log, and as a raw append; each durable when it returns.
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
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "s.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(schema + "CREATE TABLE log(seq INTEGER PRIMARY KEY, at TEXT, actor TEXT, body TEXT);"); err != nil {
		return err
	}
	raw, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		return err
	}
	defer raw.Close()
	block := make([]byte, 4096)
	jobs := []func(c model.Case) error{
		func(c model.Case) error {
			c.ID, c.No, c.Rev, c.ShopID, c.State, c.ClosedAt = "", "", 0, "", "", time.Time{}
			_, err := s.AddCase(context.Background(), store.By{Actor: "a", At: time.Now()}, c, "")
			return err
		},
		func(c model.Case) error { return insert(db, c) },
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

func insert(db *sql.DB, c model.Case) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	r, err := tx.Exec("INSERT INTO cases(no,name,phone,shop,goods,what) VALUES(?,?,?,?,?,?)", c.No, c.Complainant.Name, c.Complainant.Phone, c.Shop, c.Goods, c.What)
	if err != nil {
		return err
	}
	id, err := r.LastInsertId()
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO hits(rowid,no,name,phone,shop,goods,what) VALUES(?,?,?,?,?,?,?)", id, c.No, c.Complainant.Name, c.Complainant.Phone, c.Shop, c.Goods, c.What); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO log(at,actor,body) VALUES(?,?,?)", time.Now().String(), "a", c.What); err != nil {
		return err
	}
	return tx.Commit()
}
